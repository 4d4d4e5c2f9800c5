use proptest::prelude::*;

use super::*;

const SIZES: [u64; 11] = [
    0,
    1,
    2,
    BLOCK - 1,
    BLOCK,
    BLOCK + 1,
    2 * BLOCK - 1,
    2 * BLOCK,
    2 * BLOCK + 1,
    3 * BLOCK,
    3 * BLOCK + 77,
];

/// Bytes that differ from block to block.
fn sample(size: u64) -> Vec<u8> {
    (0..size).map(|at| u8::try_from((at ^ (at >> 8) ^ (at >> 20)) & 0xff).expect("a byte")).collect()
}

fn key() -> Key {
    Key::new(&[7; 32])
}

/// An object as it lies in the store, and its digests.
fn store(form: Form, bytes: &[u8]) -> (Layout, Vec<u8>, Vec<Digest>) {
    let layout = Layout { form, byte_size: bytes.len() as u64 };
    let codec = match form {
        Form::Plain => Codec::Plain,
        Form::Sealed => Codec::seal(&key(), &[9; 32]).expect("a codec"),
    };
    let header: Vec<u8> = codec.header().map(Vec::from).unwrap_or_default();
    let mut digests: Vec<Digest> = codec.header().map(|header| digest(&header)).into_iter().collect();
    let mut stored = header;
    for index in 0..layout.blocks() {
        let plain = part(bytes, index * BLOCK..(index + 1) * BLOCK);
        let block = codec.encode(index, layout.is_last(index), BytesMut::from(plain)).expect("a block");
        digests.push(digest(&block));
        stored.extend_from_slice(&block);
    }
    (layout, stored, digests)
}

fn part(bytes: &[u8], range: Range<u64>) -> &[u8] {
    let at = |at: u64| usize::try_from(at).expect("an index").min(bytes.len());
    &bytes[at(range.start)..at(range.end)]
}

/// The wanted bytes, as a reader takes them from the store.
fn load(layout: Layout, stored: &[u8], digests: &[Digest], wanted: Range<u64>) -> Result<Vec<u8>, Fault> {
    let codec = match layout.header() {
        None => Codec::Plain,
        Some(header) => Codec::open(&key(), part(stored, header), &digests[0])?,
    };
    let mut out = Vec::new();
    for index in layout.covering(&wanted) {
        let bytes = Bytes::copy_from_slice(part(stored, layout.stored(index)));
        let kept = digests[usize::try_from(layout.digest_index(index)).expect("an index")];
        let block = codec.decode((index, layout.is_last(index)), bytes, &kept)?;
        out.extend_from_slice(&block[layout.part(index, &wanted)]);
    }
    Ok(out)
}

#[test]
fn every_size_around_a_block_comes_back() {
    for form in [Form::Plain, Form::Sealed] {
        for size in SIZES {
            let bytes = sample(size);
            let (layout, stored, digests) = store(form, &bytes);
            assert_eq!(stored.len() as u64, layout.stored_size(), "{form:?} {size}");
            assert_eq!(digests.len() as u64, layout.digests(), "{form:?} {size}");
            assert!(load(layout, &stored, &digests, 0..size) == Ok(bytes), "{form:?} {size}");
        }
    }
}

#[test]
fn sealed_bytes_show_nothing_and_differ_by_salt() {
    let bytes = sample(BLOCK);
    let (_, stored, _) = store(Form::Sealed, &bytes);
    assert!(!stored.windows(16).any(|w| w == &bytes[..16]));
    let other = Codec::seal(&key(), &[10; 32]).expect("a codec");
    let block = other.encode(0, true, BytesMut::from(bytes.as_slice())).expect("a block");
    assert_ne!(block, stored[48..]);
}

#[test]
fn the_key_is_not_shown() {
    assert_eq!(format!("{:?}", key()), "Key(…)");
    assert!(!format!("{:?}", Codec::seal(&key(), &[9; 32])).contains("7, 7"));
}

/// Even an attacker who can write the digests cannot move, drop or bring over sealed blocks.
#[test]
fn sealed_blocks_know_their_place() {
    let codec = Codec::seal(&key(), &[9; 32]).expect("a codec");
    let encode = |codec: &Codec, index, last| {
        codec.encode(index, last, BytesMut::from(&b"block"[..])).expect("a block")
    };
    let decode = |block: Bytes, index, last| {
        let kept = digest(&block);
        codec.decode((index, last), block, &kept)
    };
    assert!(decode(encode(&codec, 1, false), 1, false).is_ok());
    assert_eq!(decode(encode(&codec, 1, false), 2, false), Err(Fault::WrongKey));
    assert_eq!(decode(encode(&codec, 1, false), 1, true), Err(Fault::WrongKey));
    let other = Codec::seal(&key(), &[10; 32]).expect("a codec");
    assert_eq!(decode(encode(&other, 1, false), 1, false), Err(Fault::WrongKey));
    let stranger = Codec::seal(&Key::new(&[8; 32]), &[9; 32]).expect("a codec");
    assert_eq!(decode(encode(&stranger, 1, false), 1, false), Err(Fault::WrongKey));
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![Just(Form::Plain), Just(Form::Sealed)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_range_comes_back(form in form(), size in 1..3 * BLOCK, a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let at = |share: f64| (size as f64 * share) as u64;
        let wanted = at(a.min(b))..(at(a.max(b)) + 1).min(size);
        let bytes = sample(size);
        let (layout, stored, digests) = store(form, &bytes);
        prop_assert!(load(layout, &stored, &digests, wanted.clone()).as_deref() == Ok(part(&bytes, wanted)));
    }

    #[test]
    fn any_flipped_byte_is_refused(form in form(), size in 1..2 * BLOCK + 9, share in 0.0..1.0_f64, bit in 0..8_u8) {
        let (layout, mut stored, digests) = store(form, &sample(size));
        let at = (stored.len() as f64 * share) as usize;
        stored[at] ^= 1 << bit;
        prop_assert!(load(layout, &stored, &digests, 0..size) == Err(Fault::Damaged));
    }

    #[test]
    fn anything_cut_off_is_refused(form in form(), size in 1..2 * BLOCK + 9, share in 0.0..1.0_f64) {
        let (layout, mut stored, digests) = store(form, &sample(size));
        stored.truncate((stored.len() as f64 * share) as usize);
        prop_assert!(load(layout, &stored, &digests, 0..size) == Err(Fault::Damaged));
    }

    #[test]
    fn swapped_blocks_are_refused(form in form(), extra in 0..BLOCK) {
        let (layout, mut stored, digests) = store(form, &sample(2 * BLOCK + extra));
        let at = |index: u64| {
            let range = layout.stored(index);
            usize::try_from(range.start).expect("an index")..usize::try_from(range.end).expect("an index")
        };
        let (first, second) = (stored[at(0)].to_vec(), stored[at(1)].to_vec());
        stored[at(0)].copy_from_slice(&second);
        stored[at(1)].copy_from_slice(&first);
        prop_assert!(load(layout, &stored, &digests, 0..layout.byte_size) == Err(Fault::Damaged));
    }
}
