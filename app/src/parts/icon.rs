//! Icons, drawn for this portal on a field of 24 by 24 with one pen. They repeat what words beside them say, and are
//! hidden from those who listen.

use leptos::prelude::*;

/// An icon that no theme owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// An empty tray.
    Empty,
    /// Something failed.
    Failed,
    /// Something is kept from the visitor.
    Locked,
    /// Something is as it should be.
    Good,
    /// Something is late.
    Late,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Empty, Self::Failed, Self::Locked, Self::Good, Self::Late];

    fn path(self) -> &'static str {
        match self {
            Self::Empty => "M4 13l2.5-8h11L20 13v6H4zM4 13h5l1 2.5h4l1-2.5h5",
            Self::Failed => "M12 4l9 15.5H3zM12 10v4.5M12 17v.2",
            Self::Locked => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
            Self::Good => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.2l2.8 2.8L16 9.5",
            Self::Late => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.2 2",
        }
    }
}

/// Shows an icon.
pub fn icon(icon: Icon) -> AnyView {
    drawn(icon.path(), "icon")
}

/// Shows an icon beside a line of text.
pub fn small_icon(icon: Icon) -> AnyView {
    drawn(icon.path(), "icon small")
}

/// Shows the icon of a theme; a stack of data for one that has none of its own.
pub fn theme_icon(code: &str) -> AnyView {
    drawn(theme_path(code), "icon")
}

/// The drawings of the 19 themes (DOMAIN §5.5).
fn theme_path(code: &str) -> &'static str {
    match code {
        // 经济建设: columns that grow.
        "01" => "M3.5 20.5h17M5.5 20.5v-7H9v7M10.3 20.5v-11h3.4v11M15 20.5v-15h3.5v15",
        // 资源环境: a leaf.
        "02" => "M5 20c0-9.5 5-14.8 15-16 .5 10.5-5 16.3-13 14.5M5 20c2-5.2 5-8.3 9-10.5",
        // 教育科技: a cap of graduation.
        "03" => "M2 9.5 12 5l10 4.5L12 14zM6.5 11.6v4.7c3 2.5 8 2.5 11 0v-4.7M22 9.5v5.5",
        // 道路交通: a bus.
        "04" => {
            "M5 5.5C5 4.5 6 4 7 4h10c1 0 2 .5 2 1.5V17H5zM5 11.5h14M8 14.3h.2M15.8 14.3h.2M7 17v2.5M17 17v2.5"
        }
        // 社会发展: people.
        "05" => {
            "M9 11a3.4 3.4 0 1 0 0-6.8A3.4 3.4 0 0 0 9 11zM2.8 20c0-4 2.5-6.2 6.2-6.2s6.2 2.2 6.2 6.2M15.5 4.7a3.2 3.2 0 0 1 0 6M17.5 14.3c2.4.8 3.7 2.8 3.7 5.7"
        }
        // 公共安全: a shield.
        "06" => "M12 3l8 3v6c0 4.5-3.2 7.7-8 9-4.8-1.3-8-4.5-8-9V6zM8.5 11.8l2.5 2.5 4.5-4.8",
        // 文化休闲: a pavilion.
        "07" => "M3 10.5c4 0 7-3 9-7 2 4 5 7 9 7M6.5 10.5v10M17.5 10.5v10M3.5 20.5h17M6.5 14h11",
        // 卫生健康: a heart with a cross.
        "08" => {
            "M12 20.5S3.5 15.6 3.5 9.7c0-3 2.2-4.9 4.5-4.9 1.8 0 3.2 1 4 2.5.8-1.5 2.2-2.5 4-2.5 2.3 0 4.5 1.9 4.5 4.9 0 5.9-8.5 10.8-8.5 10.8zM12 10v5M9.5 12.5h5"
        }
        // 民生服务: a house.
        "09" => "M3.5 11.5 12 4l8.5 7.5M6 9.5v11h12v-11M10 20.5v-5.5h4v5.5",
        // 机构团体: a hall with columns.
        "10" => "M3.5 9 12 4l8.5 5zM5.5 9v8M9.8 9v8M14.2 9v8M18.5 9v8M3.5 17h17v3.5h-17z",
        // 城市建设: towers.
        "11" => {
            "M2.5 20.5h19M4.5 20.5v-10h6v10M10.5 20.5v-16h9v16M13.5 8.5h3M13.5 12.5h3M13.5 16.5h3M7 14h1M7 17h1"
        }
        // 信用服务: a medal.
        "12" => {
            "M12 14.5A5.5 5.5 0 1 0 12 3.5a5.5 5.5 0 0 0 0 11zM8.7 13.5 7 21l5-2.8L17 21l-1.7-7.5M10 9l1.5 1.5 2.7-2.9"
        }
        // 财税金融: a coin of old.
        "13" => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.8 8.8h6.4v6.4H8.8z",
        // 社保就业: a case for work.
        "14" => "M3.5 8h17v11.5h-17zM9 8V5h6v3M3.5 13h17M12 12v2.3",
        // 农业农村: a sprout.
        "15" => {
            "M12 20.5v-10M12 14c0-4-3.2-6.2-8-6.2C4 11.8 7.2 14 12 14zM12 10.5c0-4 3.2-6.5 8-6.5 0 4.2-3.2 6.5-8 6.5zM5 20.5h14"
        }
        // 海洋经济: a boat on the waves.
        "16" => {
            "M4.5 15l-1.5-4h18l-2.5 4M12 11V3.5l5 4.5h-5M2.5 19.5c1.6 0 1.6-1.2 3.2-1.2s1.6 1.2 3.2 1.2 1.6-1.2 3.2-1.2 1.6 1.2 3.2 1.2 1.6-1.2 3.2-1.2 1.6 1.2 3.2 1.2"
        }
        // 市场监管: a shop.
        "17" => {
            "M5 12v8.5h14V12M3.5 9.5l2-5.5h13l2 5.5M3.5 9.5c0 3.3 4.2 3.3 4.2 0 0 3.3 4.3 3.3 4.3 0 0 3.3 4.3 3.3 4.3 0 0 3.3 4.2 3.3 4.2 0zM9.5 20.5v-5h5v5"
        }
        // 气象服务: the sun behind a cloud.
        "18" => {
            "M7.5 20h9.7a3.8 3.8 0 0 0 .3-7.6 5.3 5.3 0 0 0-10.3 1A3.3 3.3 0 0 0 7.5 20zM5.5 11a4 4 0 0 1 6.8-3.8M8.5 2.5v1.7M2.8 8.5h1.7M4.3 4.3l1.2 1.2M12.7 4.3l-1.2 1.2"
        }
        // 法律服务: scales.
        "19" => {
            "M12 4v16.5M7.5 20.5h9M4.5 7h15M5.5 7 2.8 13.5c1 2.2 4.4 2.2 5.4 0zM18.5 7l-2.7 6.5c1 2.2 4.4 2.2 5.4 0z"
        }
        _ => {
            "M4 6.5C4 5 7.5 4 12 4s8 1 8 2.5S16.5 9 12 9 4 8 4 6.5zM4 6.5v11C4 19 7.5 20 12 20s8-1 8-2.5v-11M4 12c0 1.5 3.5 2.5 8 2.5s8-1 8-2.5"
        }
    }
}

fn drawn(path: &'static str, class: &'static str) -> AnyView {
    view! {
        <svg class=class viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path d=path/>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_a_drawing_of_its_own() {
        let drawings: std::collections::HashSet<_> =
            (1..=19).map(|n| theme_path(&format!("{n:02}"))).chain([theme_path("99")]).collect();
        assert_eq!(drawings.len(), 20);
        for path in drawings.into_iter().chain(Icon::ALL.map(Icon::path)) {
            assert!(
                path.starts_with('M')
                    && path.chars().all(|c| c.is_ascii_alphanumeric() || " .-,".contains(c)),
                "{path}"
            );
        }
    }
}
