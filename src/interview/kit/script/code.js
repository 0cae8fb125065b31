// The answer file as a code: numbered lines of letters and figures that can be copied or printed, each with its own
// check, for whoever can send no file. `src/interview/code.rs` says how it is read.

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LINE = 40;
// Longer answers are too many lines for anybody.
const CODE_MOST = 64 * 1024;

// Five bits a letter, the last one filled up with zeros.
function base32(bytes) {
  let text = "";
  let bits = 0;
  let held = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    held = ((held << 8) | bytes[at]) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS.charAt((held >> bits) & 31);
    }
  }
  return bits === 0 ? text : text + DIGITS.charAt((held << (5 - bits)) & 31);
}

// The CRC-32 of bytes, as four bytes.
function crcOf(bytes) {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc ^= bytes[at];
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  crc ^= 0xffffffff;
  return new Uint8Array([crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255]);
}

function checkOf(bytes) {
  return "=" + base32(crcOf(bytes)).slice(0, 4);
}

// Bytes as the lines of a code.
function codeLines(kit, bytes) {
  const whole = crcOf(bytes);
  const count = Math.ceil(bytes.length / CODE_LINE);
  const head = "AFFIANT-CODE 1 " + kit + " " + count + " " + base32(whole);
  const lines = [head + " " + checkOf(bytesOf(head))];
  for (let number = 1; number <= count; number += 1) {
    const part = bytes.slice((number - 1) * CODE_LINE, number * CODE_LINE);
    const check = checkOf(joined([whole, new Uint8Array([number >> 8, number & 255]), part]));
    lines.push([String(number)].concat(base32(part).match(/.{1,8}/g), [check]).join(" "));
  }
  return lines.join("\n") + "\n";
}

// The text of a code; null when the answers are longer than one should hold.
async function code(kit, text) {
  const bytes = bytesOf(text);
  if (bytes.length > CODE_MOST) {
    return null;
  }
  if (!kit.key) {
    return codeLines(kit.id, joined([new Uint8Array([0]), bytes]));
  }
  const sealed = await sealedFor(kit, bytes, Math.ceil(bytes.length / 1024) * 1024);
  const id = Uint8Array.from(kit.key.id.match(/../g).map(function (digits) { return parseInt(digits, 16); }));
  return codeLines(kit.id, joined([new Uint8Array([1]), id, sealed.enc, sealed.ciphertext]));
}
