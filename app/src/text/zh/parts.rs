//! 页面部件、统计页和部件总览。

use crate::text::words::parts::{DesignWords, Figure, PartWords, StatisticsWords};

pub static PARTS: PartWords = PartWords {
    optional: "（选填）",
    choose: "请选择",
    errors: |n| format!("有 {n} 处需要改正"),
    wrong: "错误：",
    waiting: "正在加载",
    close: "关闭",
    cancel: "取消",
    step_done: "已完成",
    step_now: "进行中",
    step_coming: "尚未开始",
    chart_table: "查看数据表",
    chart_empty: "这段时间还没有记录。",
    chart_summary: |total, name, most| format!("合计 {total}；最多的是 {name}，为 {most}。"),
    percent: |n| format!("{n}%"),
    drawn: "图示",
};

pub static STATISTICS: StatisticsWords = StatisticsWords {
    title: "数据统计",
    lead: "平台上有多少数据、更新得怎样、用得怎样。每个数字都写明怎么算，全部由数据库统计得出。",
    totals: "总量",
    datasets: Figure {
        name: "数据集",
        meaning: "任何人都能看到目录信息的数据集，不含草稿、已下线和不予开放的。",
    },
    unconditional: Figure {
        name: "无条件开放", meaning: "任何人都可以直接下载和使用的数据集。"
    },
    conditional: Figure {
        name: "有条件开放", meaning: "需要申请并通过审核才能使用的数据集。"
    },
    organisations: Figure {
        name: "数源部门", meaning: "至少有一个公开数据集的部门和单位。"
    },
    files: Figure {
        name: "可下载文件",
        meaning: "当前版本中任何人都能在本平台下载的文件；旧版本和外部链接不计。",
    },
    rows: Figure {
        name: "数据行数", meaning: "上述文件中表格的行数；同一张表有几种格式时只计一次。"
    },
    byte_size: Figure {
        name: "文件总量", meaning: "上述文件的大小之和，1 GB 为 10 亿字节。"
    },
    downloads: Figure {
        name: "累计下载",
        meaning: "文件被下载的次数；断点续传只计一次，打包下载按数据集计。",
    },
    over_time: "更新与使用",
    months: Figure {
        name: "每月更新的数据集",
        meaning: "按数据最近一次更新所在的月份统计，近 24 个月；没有写明月份的不计。",
    },
    day_downloads: Figure { name: "每日下载", meaning: "近 30 天，按北京时间计日。" },
    day_views: Figure { name: "每日浏览", meaning: "近 30 天数据集页面被打开的次数。" },
    month: "月份",
    day: "日期",
    made_of: "构成",
    themes: Figure {
        name: "按数据领域", meaning: "一个数据集可以属于几个领域，各项之和可能多于总数。"
    },
    open_types: Figure {
        name: "按开放类型", meaning: "“未注明”是从其他平台导入、原记录没有写明的。"
    },
    formats: Figure { name: "按数据格式", meaning: "一个数据集可以有几种格式。" },
    regions: Figure { name: "按覆盖地区", meaning: "上级地区包含其下级地区的数据集。" },
    cycles: Figure {
        name: "按更新周期", meaning: "数源部门承诺的更新周期，不代表实际更新情况。"
    },
    publishers: Figure { name: "数据集最多的部门", meaning: "按公开数据集的数量排列。" },
    count: "数据集",
    times: "次数",
    most: |n| format!("只列出数量最多的 {n} 项。"),
    all_figures: "全部统计",
    how: "统计口径",
    how_lines: &[
        "只统计任何人都能看到的数据集。数据集下线后，它的更新、下载和浏览不再计入。",
        "目录有变化时重新统计，没有变化时每小时统计一次；页面上写明统计时间。",
        "下载和浏览不记录是谁，只记录数据集、日期和次数。",
    ],
    as_json: "用接口读取这些数字（JSON）",
};

pub static DESIGN: DesignWords = DesignWords {
    title: "部件总览",
    lead: "每个部件的每种状态，供开发和检查使用；只在开发环境中出现。",
    colours: "颜色",
    type_scale: "文字",
    sample: "海风吹过老城的红瓦",
    icons: "图标",
    buttons: "按钮",
    button: "主要操作",
    quiet_button: "次要操作",
    danger_button: "不可撤销的操作",
    disabled_button: "暂不可用",
    badges: "标签",
    notices: "提示",
    notice_title: "先说结论",
    notice_text: "再用一两句话说明原因和下一步。",
    fields: "表单",
    fields_wrong: "表单：有错误时",
    name: "单位名称",
    name_hint: "与营业执照或登记证书一致。",
    name_wrong: "请填写单位名称",
    reason: "用途说明",
    reason_hint: "写明做什么、怎么用，不超过 500 字。",
    reason_wrong: "用途说明还差 20 字以上",
    kind: "主体类型",
    kinds: &[("L1", "企业法人"), ("L8", "高等院校"), ("L9", "科研机构")],
    kind_wrong: "请选择主体类型",
    way: "提供方式",
    way_wrong: "请至少选择一种提供方式",
    ways: &[
        ("api", "接口调用", "适合需要持续更新的数据。"),
        ("file", "文件下载", ""),
        ("sandbox", "数据沙箱", "可用不可见，数据不离开平台。"),
    ],
    agree: "我已阅读并同意数据利用协议",
    agree_wrong: "请阅读协议，然后勾选",
    day: "使用期限至",
    day_hint: "例如 2026-12-31。",
    day_wrong: "使用期限要晚于今天",
    file: "证明材料",
    file_hint: "PDF 或图片，不超过 10 MB。",
    file_wrong: "文件超过 10 MB，请压缩后重新选择",
    send: "提交",
    tables: "表格",
    table: "近期申请",
    table_head: ["申请编号", "数据集", "提交日期", "工作日"],
    table_rows: &[
        ["SQ-2026-0312", "青岛市停车场实时空余泊位", "2026-11-03", "12"],
        ["SQ-2026-0298", "医疗机构床位使用情况", "2026-10-27", "8"],
        ["SQ-2026-0275", "公交车辆实时位置", "2026-10-15", "20"],
    ],
    charts: "图表",
    timeline: "经过",
    steps: &[
        ("提交申请", "2026 年 11 月 3 日"),
        ("受理", "2026 年 11 月 4 日"),
        ("数源部门审核", "预计 2026 年 11 月 18 日前"),
        ("签订协议", ""),
    ],
    states: "没有内容时",
    empty_title: "还没有申请",
    empty_text: "提交的申请会列在这里，可以随时查看进度。",
    failed_title: "这一部分暂时无法显示",
    failed_text: "故障已经记录，请稍后刷新页面。",
    forbidden_title: "您没有查看这项内容的权限",
    forbidden_text: "如果这是您单位的申请，请用单位账号登录。",
    dialog: "对话框",
    dialog_open: "查看说明",
    dialog_title: "什么是数据沙箱",
    dialog_text: "数据留在平台内，程序进入沙箱运行，结果经过检查后带出。按 Esc 键或点击空白处可以关闭。",
    confirm: "确认",
    confirm_lead: "不可撤销的操作用单独的确认页，不依赖脚本。",
    confirm_title: "撤回这份申请？",
    confirm_text: "撤回后审核终止，需要时可以重新提交。",
    disclosure: "展开与收起",
    disclosure_summary: "为什么需要审核",
    disclosure_text: "这类数据对使用者的安全能力或利用能力有要求，因此由数源部门逐份审核。",
    going_on: "翻页",
    lists: "数据集列表",
};
