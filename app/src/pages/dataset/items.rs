//! The data items (信息项): the columns of the data.

use leptos::prelude::*;

use crate::{
    ask,
    portal::catalogue::DataItem,
    text::{self, format},
};

/// A table of the data items.
#[component]
pub fn DataItems(
    /// The data items in their order.
    items: Vec<DataItem>,
) -> impl IntoView {
    let words = text::dataset(ask::language());
    let body = if items.is_empty() {
        view! { <p class="none">{words.data_items_none}</p> }.into_any()
    } else {
        // A column that no item fills is left out.
        let any = |of: fn(&DataItem) -> &Option<String>| items.iter().any(|item| of(item).is_some());
        let columns = Columns {
            name_en: any(|item| &item.name_en),
            data_type: any(|item| &item.data_type),
            unit: any(|item| &item.unit),
            definition: any(|item| &item.definition),
            example: any(|item| &item.example),
        };
        view! { <Table items columns/> }.into_any()
    };
    view! {
        <section id="data-items">
            <h2>{words.data_items}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Columns {
    name_en: bool,
    data_type: bool,
    unit: bool,
    definition: bool,
    example: bool,
}

#[component]
fn Table(items: Vec<DataItem>, columns: Columns) -> impl IntoView {
    let words = text::dataset(ask::language());
    let head = [
        (true, words.item_name),
        (columns.name_en, words.item_code),
        (columns.data_type, words.item_type),
        (columns.unit, words.item_unit),
        (columns.definition, words.item_meaning),
        (columns.example, words.item_example),
    ]
    .into_iter()
    .filter(|(shown, _)| *shown)
    .map(|(_, name)| view! { <th scope="col">{name}</th> })
    .collect_view();
    let rows = items
        .into_iter()
        .enumerate()
        .map(|(place, item)| view! { <ItemRow number=place + 1 item columns/> })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-label=words.data_items tabindex="0">
            <table class="items">
                <thead>
                    <tr>
                        <th scope="col" class="number">{words.item_number}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn ItemRow(number: usize, item: DataItem, columns: Columns) -> impl IntoView {
    let language = ask::language();
    let words = text::dataset(language);
    let cell =
        |shown: bool, value: Option<String>| shown.then(|| view! { <td>{value.unwrap_or_default()}</td> });
    let code =
        columns.name_en.then(|| view! { <td>{item.name_en.map(|name| view! { <code>{name}</code> })}</td> });
    let data_type = item.data_type.map(|code| {
        let name = text::data_type(language, &code);
        match item.length {
            Some(length) => format!("{name}{}", (words.item_length)(&format::number(length.into()))),
            None => name,
        }
    });
    let unit = columns.unit.then(|| view! { <td class="unit">{item.unit.unwrap_or_default()}</td> });
    view! {
        <tr>
            <td class="number">{number.to_string()}</td>
            <th scope="row">
                {item.name}
                {item.key.then(|| view! { " "<span class="badge plain">{words.item_key}</span> })}
                {item.required.then(|| view! { " "<span class="badge plain">{words.item_required}</span> })}
            </th>
            {code}
            {cell(columns.data_type, data_type)}
            {unit}
            {cell(columns.definition, item.definition)}
            {cell(columns.example, item.example)}
        </tr>
    }
    .into_any()
}
