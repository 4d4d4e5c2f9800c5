//! Tables of data.

use leptos::prelude::*;

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds numbers, which stand at its end.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub fn words(name: impl Into<String>) -> Self {
        Self { name: name.into(), number: false }
    }

    /// A column of numbers.
    pub fn numbers(name: impl Into<String>) -> Self {
        Self { name: name.into(), number: true }
    }
}

/// A table in a frame of its own: it scrolls when it is too wide; on a phone each row becomes a block when it is
/// stacked. The first cell of a row is its head.
#[component]
pub fn DataTable(
    /// What the table is.
    #[prop(into)]
    caption: String,
    /// Whether the caption is only for those who cannot see what the table stands under.
    #[prop(optional)]
    unseen: bool,
    /// Whether rows become blocks on a phone.
    #[prop(optional)]
    stacked: bool,
    /// The columns.
    columns: Vec<Column>,
    /// The cells of each row, one for each column.
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let class = |column: &Column| if column.number { "number" } else { "" };
    let head = columns
        .iter()
        .map(|column| view! { <th scope="col" class=class(column)>{column.name.clone()}</th> })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .zip(&columns)
                .enumerate()
                .map(|(place, (cell, column))| match place {
                    0 => view! { <th scope="row" class=class(column)>{cell}</th> }.into_any(),
                    _ => view! { <td class=class(column) data-label=column.name.clone()>{cell}</td> }
                        .into_any(),
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class="scroll" role="region" aria-label=name tabindex="0">
            <table class:stack=stacked>
                <caption class:unseen=unseen>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
