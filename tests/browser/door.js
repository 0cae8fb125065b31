// Another user of the machine runs a server of their own on another port, and the browser is sent there: it gives them
// nothing that opens the form, and what they know anyway opens nothing.
'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { given, serve } = require('./lib/affiant.js');
const { open, steps, withBrowser } = require('./lib/browser.js');
const { control, enter, leads, press } = require('./lib/form.js');
const { fresh, kept, onDisk } = require('./lib/matter.js');

const { program, matter: example } = given();

// The other user's server: every page of it redirects once, then reloads itself, so that what comes is asked for by that
// very site. It notes all that a browser shows it, and sends on whatever it is told to, as the other user.
const OTHER = `
const http = require('node:http'), net = require('node:net');
const heard = [];
const server = http.createServer((request, response) => {
  const { url, headers } = request;
  if (url === '/heard') return response.end(JSON.stringify(heard));
  if (url === '/send') {
    let raw = '';
    request.on('data', (part) => { raw += part; });
    request.on('end', () => {
      const { port, bytes } = JSON.parse(raw);
      let back = '';
      const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (part) => { back += part; });
      socket.on('error', () => {});
      socket.on('close', () => response.end(back));
    });
    return undefined;
  }
  heard.push({ url, cookie: headers.cookie || '', referer: headers.referer || '', site: headers['sec-fetch-site'] || '' });
  const again = Number(new URL(url, 'http://x').searchParams.get('again') || 0);
  if (again === 0) { response.writeHead(302, { location: url + '?again=1' }); return response.end(); }
  response.setHeader('content-type', 'text/html');
  const next = url.replace(/again=\\d+/, 'again=' + (again + 1));
  response.end('<!doctype html><title>' + again + '</title>' + (again < 4 ? '<script>location.href = ' + JSON.stringify(next) + '</script>' : '<p id="end">end</p>'));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port + ' ' + process.getuid()));
`;

// Starts it as nobody: an administrator can, and whoever sudo lets.
function other() {
  const as = process.getuid() === 0
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : ['sudo', '-n', '-u', 'nobody', '--'];
  const child = spawn(as[0], [...as.slice(1), process.execPath, '-'], { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' });
  process.on('exit', () => child.kill());
  child.stdin.end(OTHER);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      const [port, uid] = String(data).trim().split(' ');
      resolve({ origin: `http://127.0.0.1:${port}`, uid: Number(uid), child });
    });
    child.on('exit', () => reject(new Error('another user is needed: run the tests as root, or let `sudo` start a program as nobody')));
  });
}

withBrowser(async (browser) => {
  const matter = fresh(example);
  const server = await serve(program, matter, '--draft', 'letter-hospice');
  const attacker = await other();
  const window = await open(browser);
  const { page } = window;
  const heard = async () => (await fetch(`${attacker.origin}/heard`)).json();
  const send = async (bytes) => (await fetch(`${attacker.origin}/send`, {
    method: 'POST', body: JSON.stringify({ port: Number(server.port), bytes }),
  })).text();

  await steps([
    ['somebody fills the form', async () => {
      assert.notEqual(attacker.uid, process.getuid());
      await enter(page, server);
      await control(page, 'known_since').fill('March 2025');
      await control(page, 'known_since').blur();
      await kept(matter, /2025-03/);
    }],
    ['the browser is sent to the other server, which sees no cookie and no address of the form', async () => {
      const second = await window.newPage();
      const home = new URL(server.home).pathname;
      // Pages that bear the names of the form's own; the secret step is the only one that they cannot have.
      for (const way of ['/', '/letter-hospice/', '/letter-hospice/review', `/${'0'.repeat(64)}/letter-hospice/`]) {
        await second.goto(attacker.origin + way);
        await second.locator('#end').waitFor();
      }
      // And from the form itself.
      await page.evaluate((to) => { location.href = to; }, `${attacker.origin}/from`);
      await page.locator('#end').waitFor();
      const all = await heard();
      assert.ok(all.length >= 20, `${all.length} requests`);
      assert.ok(all.some(({ site }) => site === 'same-origin'), 'it was met by its own reload');
      for (const { url, cookie, referer } of all) {
        assert.equal(cookie, '', `${url} was shown a cookie`);
        assert.ok(!referer.includes(home), `${url} was told ${referer}`);
      }
      await page.goto(`${server.home}/letter-hospice/?section=1`);
      window.told.length = 0;
    }],
    ['whatever the other user sends is refused, even with all secrets', async () => {
      const before = onDisk(matter);
      const host = `127.0.0.1:${server.port}`;
      const home = new URL(server.home).pathname;
      const jar = await window.context.cookies(`${server.home}/`);
      assert.equal(jar.length, 1);
      assert.equal(jar[0].path, `${home}/`);
      const token = await page.locator('#form [name="~token"]').inputValue();
      const body = new URLSearchParams({ '~token': token, how_in_touch: 'Somebody else.' }).toString();
      const head = `Host: ${host}\r\nOrigin: http://${host}\r\nSec-Fetch-Site: same-origin\r\nCookie: ${jar[0].name}=${jar[0].value}\r\nConnection: close\r\n`;
      const gets = ['', 'letter-hospice/', 'letter-hospice/review', 'letter-hospice/pages', 'letter-hospice/paper.pdf',
        'letter-hospice/done', 'letter-hospice/stop', 'letter-hospice/begin', 'letter-hospice/here', 'form.js', 'form.css', 'icon.svg'];
      const posts = ['', 'letter-hospice/', 'letter-hospice/answer', 'letter-hospice/begin'];
      const requests = [...gets.map((way) => `GET ${home}/${way} HTTP/1.1\r\n${head}\r\n`),
        ...posts.map((way) => `POST ${home}/${way} HTTP/1.1\r\n${head}Content-Type: application/x-www-form-urlencoded\r\n`
          + `Content-Length: ${body.length}\r\n\r\n${body}`)];
      for (const request of requests) {
        const answer = await send(request);
        const line = request.split('\r\n')[0].replace(home, '');
        assert.ok(answer === '' || answer.startsWith('HTTP/1.1 403'), `${line}: ${answer.slice(0, 200)}`);
        for (const secret of ['Marisela', token, home]) assert.ok(!answer.includes(secret), `${line} tells of the form`);
      }
      assert.equal(onDisk(matter), before);
      assert.match(server.printed, /was turned away/);
    }],
    ['and the writer goes on', async () => {
      await control(page, 'how_in_touch').fill('Every week.');
      await leads(page, press(page, 'next'));
      await kept(matter, /Every week\./);
      window.quiet();
    }],
  ]);
  attacker.child.removeAllListeners('exit');
  attacker.child.kill();
  await server.interrupt();
});
