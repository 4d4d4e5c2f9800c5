//! 浏览器里的小部件。

use crate::text::words::IslandWords;

pub static ISLANDS: IslandWords = IslandWords {
    suggestions: "搜索建议",
    suggestion_count: |n| {
        if n == 0 { String::new() } else { format!("有 {n} 条建议，用上下方向键选择") }
    },
    copy: "复制",
    copied: "已复制",
    copy_failed: "请手动复制",
    selected: |n| format!("已选 {n} 个数据集"),
    view_selection: "查看",
    clear: "清空",
    selection: "已选数据集",
    select: |title| format!("选择“{title}”"),
    selection_full: "一次最多选择 50 个数据集",
    text_size: "字号",
    text_sizes: ["标准字号", "大字号", "特大字号"],
    text_glyph: "字",
};
