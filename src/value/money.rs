//! Amounts of money, exact to the hundredth.

/// An amount in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// ISO 4217 code; `USD` where none is given.
    pub currency: String,
}

impl Money {
    /// Reads `630`, `1,234.50`, `$1,234.50`, `USD 630`, `630 EUR`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (currency, figure) = if let Some(rest) = text.strip_prefix('$') {
            ("USD", rest)
        } else if let Some((code, rest)) = text.split_at_checked(3).filter(|(code, _)| is_code(code)) {
            (code, rest)
        } else if let Some((rest, code)) = text.rsplit_once(' ').filter(|(_, code)| is_code(code)) {
            (code, rest)
        } else {
            ("USD", text)
        };
        Some(Self { cents: cents(figure.trim())?, currency: currency.to_owned() })
    }

    /// `$1,234.50`, `$630`, `EUR 630`: cents only where there are any.
    #[must_use]
    pub fn display(&self) -> String {
        let digits = (self.cents.unsigned_abs() / 100).to_string();
        let mut whole = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                whole.push(',');
            }
            whole.push(digit);
        }
        let cents = match self.cents.unsigned_abs() % 100 {
            0 => String::new(),
            cents => format!(".{cents:02}"),
        };
        let sign = if self.cents < 0 { "-" } else { "" };
        match self.currency.as_str() {
            "USD" => format!("{sign}${whole}{cents}"),
            code => format!("{code} {sign}{whole}{cents}"),
        }
    }
}

fn is_code(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Hundredths of a figure whose thousands may be grouped by commas, groups of three only.
fn cents(figure: &str) -> Option<i64> {
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    if !grouped
        || !groups.iter().all(|group| digits(group))
        || fraction.len() > 2
        || (!fraction.is_empty() && !digits(fraction))
    {
        return None;
    }
    let cents: i64 = format!("{fraction:0<2}").parse().ok()?;
    groups.concat().parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}
