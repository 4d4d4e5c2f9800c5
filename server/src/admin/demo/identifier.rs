//! Identifiers that are well formed and belong to nobody (DOMAIN §5.11, §5.12).

const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The check character of the first 17 characters of a 统一社会信用代码 (GB 32100-2015); `None` for a character
/// that cannot stand there.
pub fn uscc_check(body: &str) -> Option<char> {
    // The weights are the powers of 3 modulo 31.
    let (mut sum, mut weight) = (0, 1);
    for byte in body.bytes() {
        sum += ALPHABET.iter().position(|known| *known == byte)? * weight;
        weight = weight * 3 % 31;
    }
    let check = (31 - sum % 31) % 31;
    ALPHABET.get(check).map(|byte| char::from(*byte))
}

/// A fictional 统一社会信用代码: the registration `prefix` (two characters), a region and an organisation code that
/// begins with DEM and goes on with `number` (its last five digits).
pub fn uscc(prefix: &str, region: &str, number: u64) -> String {
    let body = format!("DEM{:05}", number % 100_000);
    let code = format!("{prefix}{region}{body}{}", organisation_check(&body));
    let check = uscc_check(&code).unwrap_or('0');
    format!("{code}{check}")
}

/// The check character of the eight characters of an organisation code (GB 11714).
fn organisation_check(body: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        body.chars().zip(weights).map(|(c, weight)| c.to_digit(36).unwrap_or_default() * weight).sum();
    match (11 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// 目录代码 of the `ordinal`-th dataset of department number `department` in `theme`: 类 3 (部门), 项, 目, 细目 and
/// 顺序码, such as `3010040101/000001`.
pub fn catalogue_code(class: &str, department: u64, theme: &str, ordinal: usize) -> String {
    format!("{class}{department:02}0{theme}0101/{ordinal:06}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_agrees_with_the_examples_of_the_domain() {
        for code in [
            "91370202MA0000007L",
            "123702000000000191",
            "51370200MJ000000XG",
            "92370211MA00000A93",
            "91370202MA0000226Y",
            "91370202MA00003490",
            "91110000101623741K",
        ] {
            let (body, check) = code.split_at(17);
            assert_eq!(uscc_check(body).map(String::from).as_deref(), Some(check), "{code}");
        }
        assert_eq!(uscc_check("91370202MA000000I"), None);
    }

    #[test]
    fn a_fictional_code_is_well_formed() {
        let code = uscc("11", "370200", 1);
        assert_eq!(code.len(), 18);
        assert_eq!(uscc_check(&code[..17]), code.chars().last());
    }
}
