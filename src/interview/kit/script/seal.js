// The answer file, sealed to the lawyer's key: HPKE (RFC 9180) in base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256
// and AES-256-GCM, out of what browsers have built in.

const BUCKETS = [16, 32, 64, 128, 256, 512, 1024].map(function (size) { return size * 1024; });

function bytesOf(text) {
  if (typeof TextEncoder === "function") {
    return new TextEncoder().encode(text);
  }
  const bytes = unescape(encodeURIComponent(text));
  return Uint8Array.from(bytes.split("").map(function (byte) { return byte.charCodeAt(0); }));
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce(function (sum, part) { return sum + part.length; }, 0));
  parts.reduce(function (at, part) {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

function base64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 1) {
    text += String.fromCharCode(bytes[at]);
  }
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function fromBase64url(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) {
    bytes[at] = plain.charCodeAt(at);
  }
  return bytes;
}

function hex(bytes) {
  return Array.prototype.map.call(bytes, function (byte) { return pad(byte.toString(16), 2); }).join("");
}

// Whether this browser can seal: some old ones cannot, and some give it to pages of the network alone.
function canSeal() {
  const crypto = typeof self === "object" ? self.crypto : globalThis.crypto;
  return Boolean(crypto && crypto.subtle && crypto.subtle.deriveBits && typeof TextEncoder === "function");
}

async function hmac(key, text) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  // An empty key is one of zeros, which some browsers want to be given.
  const bytes = key.length > 0 ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, text));
}

function labeledExtract(suite, salt, label, text) {
  return hmac(salt, joined([bytesOf("HPKE-v1"), suite, bytesOf(label), text]));
}

// Every length that is wanted here fits into the first block of HKDF-Expand.
async function labeledExpand(suite, key, label, info, length) {
  const labeled = joined([new Uint8Array([0, length]), bytesOf("HPKE-v1"), suite, bytesOf(label), info, new Uint8Array([1])]);
  return (await hmac(key, labeled)).slice(0, length);
}

// Seals a text to a public key of 65 bytes: { enc, ciphertext }.
async function hpkeSeal(to, info, aad, text) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const none = new Uint8Array(0);
  const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const receiver = await crypto.subtle.importKey("raw", to, curve, false, []);
  const shared = { name: "ECDH", public: receiver };
  const point = new Uint8Array(await crypto.subtle.deriveBits(shared, pair.privateKey, 256));

  const kem = joined([bytesOf("KEM"), new Uint8Array([0, 0x10])]);
  const extracted = await labeledExtract(kem, none, "eae_prk", point);
  const secret = await labeledExpand(kem, extracted, "shared_secret", joined([enc, to]), 32);

  const suite = joined([bytesOf("HPKE"), new Uint8Array([0, 0x10, 0, 1, 0, 2])]);
  const ids = await labeledExtract(suite, none, "psk_id_hash", none);
  const infos = await labeledExtract(suite, none, "info_hash", info);
  const context = joined([new Uint8Array([0]), ids, infos]);
  const scheduled = await labeledExtract(suite, secret, "secret", none);
  const raw = await labeledExpand(suite, scheduled, "key", context, 32);
  const nonce = await labeledExpand(suite, scheduled, "base_nonce", context, 12);

  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const gcm = { name: "AES-GCM", iv: nonce, additionalData: aad, tagLength: 128 };
  return { enc: enc, ciphertext: new Uint8Array(await crypto.subtle.encrypt(gcm, key, text)) };
}

// Half of a surrogate pair is no letter, and JSON cannot say it.
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, function (found) {
    return found.length === 2 ? found : "\ufffd";
  });
}

// What was said, in the order of the form: a question that nobody touched is not there.
function contents(kit, language, sheet, today) {
  const answers = [];
  sheet.questions.forEach(function (question) {
    const state = question.state.name;
    const said = sheet.answers.values[question.path];
    if (said && said.text !== undefined) {
      answers.push({ path: question.path, kind: "text", text: wellFormed(said.text) });
    } else if (["unknown", "declined", "skipped"].indexOf(state) >= 0) {
      answers.push({ path: question.path, kind: state });
    }
  });
  return JSON.stringify({
    draft: kit.draft,
    template: kit.template,
    language: language,
    face: "kit",
    on: today,
    count: answers.length,
    answers: answers
  });
}

// Contents, filled up to a length and sealed to the key of a kit.
function sealedFor(kit, bytes, length) {
  const padded = joined([bytes, new Uint8Array(length - bytes.length).fill(32)]);
  const info = bytesOf("affiant-answers 1 key " + kit.key.id);
  return hpkeSeal(fromBase64url(kit.key.point), info, bytesOf("kit " + kit.id), padded);
}

// The text of an answer file; null when the answers are longer than one can hold.
async function parcel(kit, text) {
  const bytes = bytesOf(text);
  const bucket = BUCKETS.filter(function (size) { return bytes.length <= size; })[0];
  if (bucket === undefined) {
    return null;
  }
  const outer = { format: "affiant-answers", version: 1, kit: kit.id };
  if (kit.key) {
    const sealed = await sealedFor(kit, bytes, bucket);
    outer.key = kit.key.id;
    outer.enc = base64url(sealed.enc);
    outer.ciphertext = base64url(sealed.ciphertext);
    return JSON.stringify(outer);
  }
  if (canSeal()) {
    outer.sha256 = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  }
  outer.plain = text;
  return JSON.stringify(outer);
}
