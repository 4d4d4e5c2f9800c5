//! A column of a fictional table: what it is called and how its cells are made.

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// 信息项名称.
    pub name: String,
    /// 英文名.
    pub name_en: String,
    /// 数据类型 (DOMAIN §5.8).
    pub data_type: String,
    /// How the cells are made.
    pub recipe: Recipe,
    /// 定义说明.
    pub definition: String,
    /// 单位.
    pub unit: Option<String>,
}

/// How the cells of a column are made. `stride` says after how many rows the value moves on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// `seq:TC` makes TC0001, TC0002, …
    Sequence(String),
    /// `place:停车场,停车楼` makes the name of a place with one of the endings.
    Place(Vec<String>),
    /// `company:科技,贸易` makes the name of a fictional company of one of the trades.
    Company(Vec<String>),
    /// `district` draws one; `district@4` goes through them.
    District(Option<usize>),
    /// `region` is the code of the row's district.
    Region,
    /// `street` draws a street or town of the row's district; `street@1` goes through them.
    Street(Option<usize>),
    /// `address` is in the row's district.
    Address,
    /// `bounds` is an area between roads of the row's district.
    Bounds,
    /// `lon` and `lat` are in the row's district.
    Longitude,
    /// See `lon`.
    Latitude,
    /// `area` is a WKT polygon around the row's district.
    Area,
    /// `phone` is an office number.
    Phone,
    /// `uscc:91` is a well-formed credit code that belongs to nobody.
    Uscc(String),
    /// `int:1..9` draws a number; `dec:0..5:2` one with two decimals.
    Number {
        /// The smallest, in units of the last decimal.
        low: i64,
        /// The largest, in units of the last decimal.
        high: i64,
        /// Decimals.
        decimals: usize,
    },
    /// `sum:a,b` adds columns to the left of it, named in English.
    Sum(Vec<String>),
    /// `part:spaces:5..20` draws so many hundredths of a column to the left of it.
    Part(String, i64, i64),
    /// `within:name:医院,药房=药店` is the first value that a column to the left contains (or what stands after its
    /// `=`); the last one when it contains none.
    Within(String, Vec<String>),
    /// `pick:a,b` draws one.
    Pick(Vec<String>),
    /// `each@3:a,b` goes through them.
    Each(usize, Vec<String>),
    /// `day@1:2024-01-01` goes through the days from one on.
    Day(usize, String),
    /// `month@1:2023-01` goes through the months.
    Month(usize, String),
    /// `quarter@1:2023Q1` goes through the quarters.
    Quarter(usize, String),
    /// `year@1:2015` goes through the years.
    Year(usize, i64),
    /// `hour@1:2024-06-01` goes through the hours from the beginning of a day on.
    Hour(usize, String),
    /// `date:2015..2024` draws a day.
    Date(i64, i64),
    /// `code:DEMO-2024-` makes a drawn number of six digits after the text.
    Code(String),
    /// `text:…` is the same in every row.
    Text(String),
    /// `listing:title` is a field of the open list (清单) of the portal itself.
    Listing(String),
}

impl Column {
    /// Reads `名称|name|type|recipe|definition|unit`; the unit may be missing. `None` when the line is not of that
    /// shape.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('|').map(str::trim);
        let mut next = || parts.next().map(str::to_owned);
        let column = Self {
            name: next()?,
            name_en: next()?,
            data_type: next()?,
            recipe: Recipe::read(&next()?)?,
            definition: next()?,
            unit: next(),
        };
        parts.next().is_none().then_some(column)
    }

    /// Whether the cells are numbers.
    pub fn numeric(&self) -> bool {
        matches!(self.data_type.as_str(), "N" | "I" | "Y")
    }
}

impl Recipe {
    fn read(text: &str) -> Option<Self> {
        let (head, rest) = text.split_once(':').unwrap_or((text, ""));
        let (verb, stride) = match head.split_once('@') {
            Some((verb, stride)) => (verb, Some(stride.parse::<usize>().ok().filter(|n| *n > 0)?)),
            None => (head, None),
        };
        let list = || rest.split(',').map(str::to_owned).collect::<Vec<_>>();
        let every = stride.unwrap_or(1);
        Some(match verb {
            "seq" => Self::Sequence(rest.to_owned()),
            "place" => Self::Place(list()),
            "company" => Self::Company(list()),
            "district" => Self::District(stride),
            "region" => Self::Region,
            "street" => Self::Street(stride),
            "address" => Self::Address,
            "bounds" => Self::Bounds,
            "lon" => Self::Longitude,
            "lat" => Self::Latitude,
            "area" => Self::Area,
            "phone" => Self::Phone,
            "uscc" => Self::Uscc(rest.to_owned()),
            "int" => number(rest, 0)?,
            "dec" => {
                let (range, decimals) = rest.rsplit_once(':')?;
                number(range, decimals.parse().ok()?)?
            }
            "sum" => Self::Sum(list()),
            "part" => {
                let (name, range) = rest.split_once(':')?;
                let (low, high) = range.split_once("..")?;
                Self::Part(name.to_owned(), low.parse().ok()?, high.parse().ok()?)
            }
            "within" => {
                let (name, values) = rest.split_once(':')?;
                Self::Within(name.to_owned(), values.split(',').map(str::to_owned).collect())
            }
            "pick" => Self::Pick(list()),
            "each" => Self::Each(every, list()),
            "day" => Self::Day(every, rest.to_owned()),
            "month" => Self::Month(every, rest.to_owned()),
            "quarter" => Self::Quarter(every, rest.to_owned()),
            "year" => Self::Year(every, rest.parse().ok()?),
            "hour" => Self::Hour(every, rest.to_owned()),
            "date" => {
                let (low, high) = rest.split_once("..")?;
                Self::Date(low.parse().ok()?, high.parse().ok()?)
            }
            "code" => Self::Code(rest.to_owned()),
            "text" => Self::Text(rest.to_owned()),
            "listing" => Self::Listing(rest.to_owned()),
            _ => return None,
        })
    }
}

fn number(range: &str, decimals: usize) -> Option<Recipe> {
    let (low, high) = range.split_once("..")?;
    let unit = 10_i64.checked_pow(u32::try_from(decimals).ok()?)?;
    let scaled = |text: &str| text.parse::<i64>().ok()?.checked_mul(unit);
    Some(Recipe::Number { low: scaled(low)?, high: scaled(high)?, decimals })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read() {
        let column = Column::read("泊位数|spaces|I|int:20..600|可停放的小型汽车数量|个").expect("a column");
        assert_eq!(column.recipe, Recipe::Number { low: 20, high: 600, decimals: 0 });
        assert_eq!(column.unit.as_deref(), Some("个"));
        assert_eq!(Recipe::read("dec:-2..30:1"), Some(Recipe::Number { low: -20, high: 300, decimals: 1 }));
        assert_eq!(Recipe::read("month@10:2024-01"), Some(Recipe::Month(10, "2024-01".to_owned())));
        assert_eq!(Recipe::read("district@0"), None);
        assert_eq!(Column::read("只有|两格"), None);
    }
}
