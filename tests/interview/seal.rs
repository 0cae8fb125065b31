//! Sealing: the RFC's own vectors, what is no key, and that one changed byte opens nothing.

use affiant::interview::seal::{self, NotOpened, PrivateKey, PublicKey, SEED};

/// The vector of our suite, with where it comes from.
fn vector() -> serde_json::Value {
    serde_json::from_str(include_str!("rfc9180.json")).unwrap()
}

fn bytes(vector: &serde_json::Value, key: &str) -> Vec<u8> {
    let text = vector[key].as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn seed(vector: &serde_json::Value, key: &str) -> [u8; SEED] {
    bytes(vector, key).try_into().unwrap()
}

#[test]
fn the_rfcs_vector_of_our_suite_comes_out() {
    let vector = vector();
    assert_eq!([&vector["mode"], &vector["kem_id"], &vector["kdf_id"], &vector["aead_id"]], [0, 0x10, 1, 2]);
    let private = PrivateKey::made_from(&seed(&vector, "ikmR"));
    assert_eq!(private.bytes(), bytes(&vector, "skRm"));
    assert_eq!(private.public().bytes(), bytes(&vector, "pkRm"));
    let message = &vector["encryptions"][0];
    let (info, aad) = (bytes(&vector, "info"), bytes(message, "aad"));
    let opened = private.open(&bytes(&vector, "enc"), &info, &aad, &bytes(message, "ct"));
    assert_eq!(opened, Ok(bytes(message, "pt")));
    // What is sealed with the RFC's randomness is what the RFC sealed.
    let sealed = seal::seal(&private.public(), &info, &aad, &bytes(message, "pt"), &seed(&vector, "ikmE")).unwrap();
    assert_eq!((sealed.enc, sealed.ciphertext), (bytes(&vector, "enc"), bytes(message, "ct")));
}

#[test]
fn every_changed_byte_and_every_cut_is_refused() {
    let private = PrivateKey::made_from(&[7; SEED]);
    let (info, aad, text) = (b"the key".as_slice(), b"the kit".as_slice(), b"What was seen.".as_slice());
    let sealed = seal::seal(&private.public(), info, aad, text, &[9; SEED]).unwrap();
    let open = |enc: &[u8], info: &[u8], aad: &[u8], sealed: &[u8]| private.open(enc, info, aad, sealed);
    assert_eq!(open(&sealed.enc, info, aad, &sealed.ciphertext), Ok(text.to_vec()));
    let flipped = |bytes: &[u8]| {
        let each = (0..bytes.len() * 8).map(|bit| {
            let mut changed = bytes.to_vec();
            changed[bit / 8] ^= 1 << (bit % 8);
            changed
        });
        each.collect::<Vec<_>>()
    };
    for enc in flipped(&sealed.enc) {
        assert_eq!(open(&enc, info, aad, &sealed.ciphertext), Err(NotOpened));
    }
    for ciphertext in flipped(&sealed.ciphertext) {
        assert_eq!(open(&sealed.enc, info, aad, &ciphertext), Err(NotOpened));
    }
    for end in 0..sealed.ciphertext.len() {
        assert_eq!(open(&sealed.enc, info, aad, &sealed.ciphertext[..end]), Err(NotOpened));
    }
    assert_eq!(open(&sealed.enc, b"another key", aad, &sealed.ciphertext), Err(NotOpened));
    assert_eq!(open(&sealed.enc, info, b"another kit", &sealed.ciphertext), Err(NotOpened));
    let other = PrivateKey::made_from(&[8; SEED]);
    assert_eq!(other.open(&sealed.enc, info, aad, &sealed.ciphertext), Err(NotOpened));
}

#[test]
fn what_is_no_key_is_refused() {
    let public = PrivateKey::made_from(&[7; SEED]).public().bytes();
    assert_eq!(public.len(), seal::PUBLIC);
    let mut off_the_curve = public.clone();
    off_the_curve[64] ^= 1;
    let mut compressed = public[..33].to_vec();
    compressed[0] = 2 + (public[64] & 1);
    let mut hybrid = public.clone();
    hybrid[0] = 6 + (public[64] & 1);
    let zero = [&[4], &[0_u8; 64][..]].concat();
    // The field's prime is no coordinate: SEC 1 wants each below it.
    let prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    let prime: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&prime[2 * at..2 * at + 2], 16).unwrap()).collect();
    let beyond = [&[4], &prime[..], &public[33..]].concat();
    let infinity = [0_u8; 1];
    let refused: [&[u8]; 9] = [
        &off_the_curve,
        &compressed,
        &hybrid,
        &zero,
        &beyond,
        &infinity,
        &[0; 65],
        &public[..64],
        &[public.clone(), vec![0]].concat(),
    ];
    let private = PrivateKey::made_from(&[7; SEED]);
    for (at, bytes) in refused.into_iter().enumerate() {
        assert!(PublicKey::of(bytes).is_none(), "{at}");
        assert_eq!(private.open(bytes, b"", b"", &[0; 32]), Err(NotOpened), "{at}");
    }
    // The order of P-256 (SEC 2, secp256r1): private keys are below it, and not zero.
    let order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    let mut order: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&order[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert!(PrivateKey::of(&order).is_none());
    order[31] -= 1;
    assert!(PrivateKey::of(&order).is_some());
    assert!(PrivateKey::of(&[0; 32]).is_none() && PrivateKey::of(&[1; 31]).is_none());
}

#[test]
fn a_private_key_is_not_printed() {
    let private = PrivateKey::made_from(&[7; SEED]);
    assert_eq!(format!("{private:?}"), "PrivateKey(…)");
    assert_eq!(private.public().id().len(), seal::ID);
}
