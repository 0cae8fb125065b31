// The program under test, as the scripts start it.
'use strict';

const { spawn, spawnSync } = require('node:child_process');

// `--program PATH --matter FOLDER` and whatever else a script was given.
function given() {
  const values = {};
  for (let i = 2; i + 1 < process.argv.length; i += 2) values[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
  return values;
}

// Runs a command to its end.
function affiant(program, ...args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

// Starts `affiant serve` and waits for the address that it prints.
function serve(program, ...args) {
  const child = spawn(program, ['serve', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const server = { child, printed: '', stderr: '' };
  server.ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve({ code, signal })); });
  // As a crash or a power cut would end it.
  server.kill = async () => { child.kill('SIGKILL'); return server.ended; };
  server.interrupt = async () => { child.kill('SIGINT'); return server.ended; };
  child.stderr.on('data', (data) => { server.stderr += data; });
  process.on('exit', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    const look = (data) => {
      server.printed += data;
      const found = server.printed.match(/http:\/\/127\.0\.0\.1:(\d+)\/\S+/);
      if (!found || server.url) return;
      server.url = found[0];
      server.port = found[1];
      server.origin = `http://127.0.0.1:${server.port}`;
      resolve(server);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.on('exit', (code) => reject(new Error(`affiant serve ended with ${code} before it said where it is:\n${server.printed}${server.stderr}`)));
    child.on('error', reject);
  });
}

module.exports = { affiant, given, serve };
