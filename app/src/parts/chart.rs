//! Charts, drawn on the server as SVG: columns and curves over time, each with its figures in a table that can be
//! unfolded; and bars that lie, which are a table themselves.
//!
//! A drawing is stretched to the width that there is, so it holds no words: names and scales are words of the page.

use leptos::prelude::*;

use super::{
    notice::Disclosure,
    table::{Column, DataTable},
};
use crate::{
    ask,
    text::{self, format},
};

/// How high a drawing is in its own measure, and how wide a point of it.
const HEIGHT: f64 = 100.0;
const STEP: f64 = 10.0;

/// A figure at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The time as people write it.
    pub name: String,
    /// The same in a few signs, to stand under the drawing.
    pub short: String,
    /// The figure.
    pub value: u64,
}

/// What a chart is called, and what its figures are.
#[derive(Debug, Clone)]
pub struct About {
    /// The id of the drawing; one per page.
    pub id: &'static str,
    /// What is shown.
    pub title: String,
    /// How it is counted.
    pub note: String,
    /// What times are called, and what figures are called.
    pub head: (&'static str, &'static str),
}

/// A column for each time; the last, whose time is not over yet, stands out.
#[component]
pub fn Columns(
    /// What the chart is.
    about: About,
    /// The figures, oldest first.
    points: Vec<Point>,
) -> impl IntoView {
    let top = top(&points);
    let last = points.len().saturating_sub(1);
    let columns = points
        .iter()
        .enumerate()
        .map(|(place, point)| {
            let height = height(point.value, top);
            let class = if place == last { "plot-bar now" } else { "plot-bar" };
            view! {
                <rect
                    class=class
                    x=decimal(place as f64 * STEP + 1.5)
                    y=decimal(HEIGHT - height)
                    width=decimal(STEP - 3.0)
                    height=decimal(height)
                />
            }
        })
        .collect_view();
    view! { <Chart about points top drawing=columns.into_any()/> }.into_any()
}

/// A curve through the figures of all times.
#[component]
pub fn Curve(
    /// What the chart is.
    about: About,
    /// The figures, oldest first.
    points: Vec<Point>,
) -> impl IntoView {
    let top = top(&points);
    let line = points
        .iter()
        .enumerate()
        .map(|(place, point)| {
            let x = (place as f64 + 0.5) * STEP;
            format!("{} {}", decimal(x), decimal(HEIGHT - height(point.value, top)))
        })
        .collect::<Vec<_>>()
        .join("L");
    let end = decimal((points.len() as f64 - 0.5) * STEP);
    let area = format!("M{line}L{end} 100L5 100Z");
    let drawing = view! {
        <path class="plot-area" d=area/>
        <path class="plot-curve" d=format!("M{line}")/>
    };
    view! { <Chart about points top drawing=drawing.into_any()/> }.into_any()
}

/// What every chart over time has around its drawing.
#[component]
fn Chart(about: About, points: Vec<Point>, top: u64, drawing: AnyView) -> impl IntoView {
    let language = ask::language();
    let words = text::parts(language);
    let caption = view! {
        <figcaption>
            <span class="chart-title">{about.title.clone()}</span>
            <span class="chart-note">{about.note}</span>
        </figcaption>
    };
    let Some(most) = points.iter().max_by_key(|point| point.value).filter(|point| point.value > 0) else {
        return view! { <figure class="chart">{caption}<p class="none">{words.chart_empty}</p></figure> }
            .into_any();
    };
    let total = format::number(points.iter().map(|point| point.value).sum());
    let summary = (words.chart_summary)(&total, &most.name, &format::number(most.value));
    let (title_id, summary_id) = (format!("{}-title", about.id), format!("{}-summary", about.id));
    let (titled, described) = (title_id.clone(), summary_id.clone());
    let width = decimal(points.len() as f64 * STEP);
    let lines = [0.0, HEIGHT / 2.0, HEIGHT]
        .map(|y| {
            let class = if y < HEIGHT { "plot-line" } else { "plot-base" };
            view! { <line class=class x1="0" x2=width.clone() y1=decimal(y) y2=decimal(y)/> }
        })
        .collect_view();
    let touch = points
        .iter()
        .enumerate()
        .map(|(place, point)| {
            view! {
                <rect class="plot-touch" x=decimal(place as f64 * STEP) y="0" width=decimal(STEP) height="100">
                    <title>{format!("{} {}", point.name, format::number(point.value))}</title>
                </rect>
            }
        })
        .collect_view();
    let names = named(&points).into_iter().map(|name| view! { <span>{name}</span> }).collect_view();
    let rows = points
        .iter()
        .rev()
        .map(|point| vec![point.name.clone().into_any(), format::number(point.value).into_any()])
        .collect();
    let columns = vec![Column::words(about.head.0), Column::numbers(about.head.1)];
    view! {
        <figure class="chart">
            {caption}
            <div class="plot">
                <div class="plot-scale" aria-hidden="true">
                    <span>{format::number(top)}</span>
                    <span>{format::number(top / 2)}</span>
                    <span>"0"</span>
                </div>
                <svg
                    viewBox=format!("0 0 {width} 100")
                    preserveAspectRatio="none"
                    role="img"
                    aria-labelledby=titled
                    aria-describedby=described
                >
                    <title id=title_id>{about.title.clone()}</title>
                    <desc id=summary_id>{summary}</desc>
                    {lines}
                    {drawing}
                    {touch}
                </svg>
                <div class="plot-names" aria-hidden="true">{names}</div>
            </div>
            <Disclosure summary=words.chart_table>
                <DataTable caption=about.title.clone() unseen=true columns rows/>
            </Disclosure>
        </figure>
    }
    .into_any()
}

/// One bar that lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub name: String,
    /// Where one finds what was counted.
    pub href: Option<String>,
    /// How many there are.
    pub value: u64,
}

/// Bars that lie, longest as wide as there is room: a table whose last column is drawn.
#[component]
pub fn Bars(
    /// What is counted.
    #[prop(into)]
    caption: String,
    /// What names are called, and what figures are called.
    head: (&'static str, &'static str),
    /// The bars in their order.
    bars: Vec<Bar>,
    /// How many there are in all, to tell the share of each.
    #[prop(optional)]
    total: Option<u64>,
) -> impl IntoView {
    let words = text::parts(ask::language());
    let longest = bars.iter().map(|bar| bar.value).max().unwrap_or_default();
    let rows = bars
        .into_iter()
        .map(|bar| {
            let share = total.filter(|total| *total > 0).map(|total| {
                let share = (words.percent)(&decimal(bar.value as f64 * 100.0 / total as f64));
                view! { <span class="share">{share}</span> }
            });
            let name = match bar.href {
                Some(href) => view! { <a href=href>{bar.name}</a> }.into_any(),
                None => bar.name.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{format::number(bar.value)}{share}</td>
                    <td class="drawn">
                        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                            <rect class="bar-ground" width="100" height="8"/>
                            <rect class="bar-value" width=decimal(height(bar.value, longest)) height="8"/>
                        </svg>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="bars">
            <caption class="chart-title">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{head.0}</th>
                    <th scope="col">{head.1}</th>
                    <th scope="col">{words.drawn}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// The top of the scale: an even round number, so that its half is whole.
fn top(points: &[Point]) -> u64 {
    let most = points.iter().map(|point| point.value).max().unwrap_or_default();
    let mut unit = 1_u64;
    loop {
        if let Some(step) = [2, 4, 6, 8, 10].into_iter().find(|step| unit.saturating_mul(*step) >= most) {
            return unit.saturating_mul(step);
        }
        unit = unit.saturating_mul(10);
    }
}

/// How high a figure stands; what is there at all can be seen.
fn height(value: u64, top: u64) -> f64 {
    if value == 0 || top == 0 { 0.0 } else { (value as f64 * HEIGHT / top as f64).max(0.8) }
}

/// The first, the middle and the last name.
fn named(points: &[Point]) -> Vec<String> {
    let last = points.len().saturating_sub(1);
    let mut places = vec![0, last / 2, last];
    places.dedup();
    places.into_iter().filter_map(|place| points.get(place)).map(|point| point.short.clone()).collect()
}

/// A number with at most one decimal.
fn decimal(n: f64) -> String {
    let text = format!("{n:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[u64]) -> Vec<Point> {
        values
            .iter()
            .map(|value| Point { name: String::new(), short: format!("n{value}"), value: *value })
            .collect()
    }

    #[test]
    fn a_scale_ends_at_an_even_round_number() {
        for (most, expected) in [
            (0, 2),
            (1, 2),
            (3, 4),
            (7, 8),
            (10, 10),
            (11, 20),
            (123, 200),
            (49_922, 60_000),
            (u64::MAX, u64::MAX),
        ] {
            assert_eq!(top(&points(&[0, most])), expected, "{most}");
        }
    }

    #[test]
    fn what_is_there_can_be_seen() {
        assert_eq!(height(0, 10), 0.0);
        assert_eq!(height(1, 1_000_000), 0.8);
        assert_eq!(height(5, 10), 50.0);
        assert_eq!(height(5, 0), 0.0);
        assert_eq!((decimal(3.0).as_str(), decimal(12.34).as_str()), ("3", "12.3"));
    }

    #[test]
    fn names_stand_at_both_ends_and_between() {
        assert_eq!(named(&points(&[1, 2, 3, 4, 5])), ["n1", "n3", "n5"]);
        assert_eq!(named(&points(&[1])), ["n1"]);
        assert!(named(&[]).is_empty());
    }
}
