//! Every part in every state, for those who build the portal; only there where the configuration says `development`.

use leptos::prelude::*;

use super::problem::NotFoundPage;
use crate::{
    ask,
    parts::{
        badge::OpenTypeBadge,
        chart::{About, Bar, Bars, Columns, Curve, Point},
        code::Example,
        dialog::{Confirmation, Popup},
        field::{Asked, Choice, Choices, ErrorSummary, FileField, Line, Many, Select, TextArea, TextField},
        head::PageHead,
        icon::{Icon, icon, theme_icon},
        layout::PageTop,
        notice::{Disclosure, Notice, Tone},
        paging::Paging,
        state::{Nothing, State, Waiting},
        table::{Column, DataTable},
        timeline::{Step, Timeline, When},
    },
    portal::catalogue::OpenType,
    text::{
        self,
        words::parts::{DesignWords, Figure},
    },
};

/// The colours by their names in the style sheet.
const COLOURS: [&str; 18] = [
    "ground",
    "paper",
    "sunk",
    "celadon",
    "ink",
    "soft",
    "line",
    "edge",
    "accent",
    "accent-soft",
    "gold",
    "open",
    "conditional",
    "late",
    "demo",
    "outside",
    "chart",
    "chart-now",
];

/// The page of all parts; not there unless the portal is being built.
#[component]
pub fn DesignPage() -> impl IntoView {
    if !ask::site().development {
        return view! { <NotFoundPage/> }.into_any();
    }
    let words = text::design(ask::language());
    view! {
        <PageHead title=words.title path="/design" hidden=true/>
        <PageTop title=words.title lead=words.lead/>
        <div class="wide page design">
            <section><h2>{words.colours}</h2>{colours()}</section>
            <section><h2>{words.type_scale}</h2>{letters(words)}</section>
            <section><h2>{words.icons}</h2>{icons()}</section>
            <section><h2>{words.buttons}</h2>{buttons(words)}</section>
            <section><h2>{words.badges}</h2>{badges()}</section>
            <section><h2>{words.notices}</h2>{notices(words)}</section>
            <section><h2>{words.fields}</h2><Fields prefix="" wrong=false/></section>
            <section><h2>{words.fields_wrong}</h2><Fields prefix="wrong-" wrong=true/></section>
            <section><h2>{words.tables}</h2>{table(words)}</section>
            <section><h2>{words.charts}</h2>{charts(words)}</section>
            <section><h2>{words.timeline}</h2>{timeline(words)}</section>
            <section><h2>{words.states}</h2>{states(words)}</section>
            <section>
                <h2>{words.dialog}</h2>
                <Popup id="sandbox" open=words.dialog_open title=words.dialog_title><p>{words.dialog_text}</p></Popup>
            </section>
            <section>
                <h2>{words.confirm}</h2>
                <p>{words.confirm_lead}</p>
                <Confirmation
                    title=words.confirm_title
                    text=words.confirm_text
                    action="#"
                    act=words.confirm
                    back="#"
                />
            </section>
            <section>
                <h2>{words.disclosure}</h2>
                <Disclosure summary=words.disclosure_summary><p>{words.disclosure_text}</p></Disclosure>
                <Example text="curl 'https://data.example.gov.cn/api/datasets?q=%E5%81%9C%E8%BD%A6%E5%9C%BA'"/>
            </section>
            <section>
                <h2>{words.going_on}</h2>
                <Paging next=Some("#next".to_owned()) first=Some("#first".to_owned())/>
            </section>
        </div>
    }
    .into_any()
}

fn colours() -> impl IntoView {
    let swatches = COLOURS
        .map(|name| {
            view! {
                <li>
                    <svg viewBox="0 0 4 2" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                        <rect class=format!("fill-{name}") width="4" height="2"/>
                    </svg>
                    <code>{format!("--{name}")}</code>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="swatches">{swatches}</ul> }
}

fn letters(words: &'static DesignWords) -> impl IntoView {
    view! {
        <p class="display-sample">{words.sample}</p>
        <h3>{words.sample}</h3>
        <h4>{words.sample}</h4>
        <p>{words.notice_text}</p>
        <p class="hint">{words.notice_text}</p>
    }
}

fn icons() -> impl IntoView {
    let themes = (1..=19).map(|n| theme_icon(&format!("{n:02}"))).collect_view();
    view! { <p>{themes}{theme_icon("")}{Icon::ALL.map(icon).collect_view()}</p> }
}

fn buttons(words: &'static DesignWords) -> impl IntoView {
    view! {
        <div class="buttons">
            <button type="button">{words.button}</button>
            <button type="button" class="quiet">{words.quiet_button}</button>
            <button type="button" class="danger">{words.danger_button}</button>
            <button type="button" disabled=true>{words.disabled_button}</button>
            <a class="button big" href="#main">{words.button}</a>
        </div>
    }
}

fn badges() -> impl IntoView {
    let site = text::site(ask::language());
    view! {
        <p class="badges">
            <OpenTypeBadge open_type=Some(OpenType::Unconditional)/>
            <OpenTypeBadge open_type=Some(OpenType::Conditional)/>
            <OpenTypeBadge open_type=None/>
            <span class="badge demo">{site.demo}</span>
            <span class="badge late">{site.overdue}</span>
            <span class="badge outside">{site.external}</span>
            <span class="badge plain">{(site.level)(1)}</span>
            <span class="badge format">"CSV"</span>
        </p>
    }
}

fn notices(words: &'static DesignWords) -> impl IntoView {
    let all = Tone::ALL
        .map(|tone| view! { <Notice tone title=words.notice_title><p>{words.notice_text}</p></Notice> })
        .collect_view();
    view! { <div class="side-by-side">{all}</div> }
}

/// A form with every kind of field.
#[component]
fn Fields(prefix: &'static str, wrong: bool) -> impl IntoView {
    let words = text::design(ask::language());
    // A page may hold one form of these names; this page holds two, and never sends them.
    let names = if wrong {
        ["wrong-name", "wrong-reason", "wrong-kind", "wrong-way", "wrong-day", "wrong-file", "wrong-agree"]
    } else {
        ["name", "reason", "kind", "way", "day", "file", "agree"]
    };
    let [name, reason, kind, way, day, file, agree] = names;
    let said = |text: &'static str| wrong.then(|| text.to_owned());
    let choice = |(value, label): &(&str, &str)| Choice::new(*value, *label);
    let ways = words
        .ways
        .iter()
        .map(|(value, label, hint)| Choice { hint: (*hint).to_owned(), ..Choice::new(*value, *label) });
    let errors = [
        (name, words.name_wrong),
        (reason, words.reason_wrong),
        (kind, words.kind_wrong),
        (way, words.way_wrong),
        (day, words.day_wrong),
        (file, words.file_wrong),
        (agree, words.agree_wrong),
    ]
    .into_iter()
    .filter(|_| wrong)
    .map(|(name, wrong)| (name, wrong.to_owned()))
    .collect();
    view! {
        <form class="form" id=format!("{prefix}form") novalidate=true action="#" method="get">
            <ErrorSummary errors/>
            <TextField asked=Asked::new(name, words.name).hint(words.name_hint).wrong(said(words.name_wrong))/>
            <TextArea asked=Asked::new(reason, words.reason).hint(words.reason_hint).wrong(said(words.reason_wrong))/>
            <Select
                asked=Asked::new(kind, words.kind).wrong(said(words.kind_wrong))
                choices=words.kinds.iter().map(choice).collect()
            />
            <Choices
                asked=Asked::new(way, words.way).wrong(said(words.way_wrong))
                many=Many::One
                choices=ways.collect()
                chosen=vec!["file".to_owned()]
            />
            <TextField
                asked=Asked::new(day, words.day).hint(words.day_hint).wrong(said(words.day_wrong)).optional()
                line=Line::Day
            />
            <FileField
                asked=Asked::new(file, words.file).hint(words.file_hint).wrong(said(words.file_wrong)).optional()
                accept=".pdf,image/*"
            />
            <Choices
                asked=Asked::new(agree, words.confirm).wrong(said(words.agree_wrong))
                many=Many::Several
                choices=vec![Choice::new("yes", words.agree)]
            />
            <div class="buttons"><button type="submit">{words.send}</button></div>
        </form>
    }
    .into_any()
}

fn table(words: &'static DesignWords) -> impl IntoView {
    let [number, dataset, sent, days] = words.table_head;
    let columns =
        vec![Column::words(number), Column::words(dataset), Column::words(sent), Column::numbers(days)];
    let rows =
        words.table_rows.iter().map(|row| row.iter().map(|cell| (*cell).into_any()).collect()).collect();
    view! { <DataTable caption=words.table stacked=true columns rows/> }
}

fn charts(words: &'static DesignWords) -> impl IntoView {
    let statistics = text::statistics(ask::language());
    let about = |id, figure: &Figure| About {
        id,
        title: figure.name.to_owned(),
        note: figure.meaning.to_owned(),
        head: (statistics.month, statistics.count),
    };
    let points = |times: u64| -> Vec<Point> {
        (1..=24)
            .map(|n| Point { name: format!("{n}"), short: format!("{n}"), value: (n * 7919 % 23) * times })
            .collect()
    };
    let bars = words
        .kinds
        .iter()
        .zip([812, 300, 4])
        .map(|((_, name), value)| Bar { name: (*name).to_owned(), href: None, value })
        .collect();
    view! {
        <div class="panels">
            <div class="panel"><Columns about=about("columns", &statistics.months) points=points(1)/></div>
            <div class="panel"><Curve about=about("curve", &statistics.day_views) points=points(40)/></div>
            <div class="panel"><Curve about=about("empty", &statistics.day_downloads) points=points(0)/></div>
            <div class="panel"><Bars caption=words.kind head=(words.kind, statistics.count) bars total=1116/></div>
        </div>
    }
}

fn timeline(words: &'static DesignWords) -> impl IntoView {
    let steps = words
        .steps
        .iter()
        .zip([When::Done, When::Done, When::Now, When::Coming])
        .map(|((title, note), when)| Step { title: (*title).to_owned(), note: (*note).to_owned(), when })
        .collect();
    view! { <Timeline steps/> }
}

fn states(words: &'static DesignWords) -> impl IntoView {
    view! {
        <div class="side-by-side">
            <State why=Nothing::Empty title=words.empty_title text=words.empty_text>
                <a class="button" href="#main">{words.button}</a>
            </State>
            <State why=Nothing::Failed title=words.failed_title text=words.failed_text/>
            <State why=Nothing::Forbidden title=words.forbidden_title text=words.forbidden_text/>
            <Waiting/>
        </div>
    }
}
