//! The words that fictional tables are made of.

/// A district of the city with the middle of its built-up area.
#[derive(Debug)]
pub struct District {
    /// GB/T 2260.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
    /// Streets (街道) and towns of it.
    pub streets: &'static [&'static str],
    /// Roads of it.
    pub roads: &'static [&'static str],
}

/// The ten districts in the order of their codes.
pub const DISTRICTS: [District; 10] = [
    District {
        code: "370202",
        name: "市南区",
        longitude: 120.395,
        latitude: 36.070,
        streets: &["香港中路街道", "八大峡街道", "湛山街道", "金门路街道"],
        roads: &["香港中路", "东海西路", "闽江路", "漳州二路", "南京路", "太平路", "云霄路", "江西路"],
    },
    District {
        code: "370203",
        name: "市北区",
        longitude: 120.375,
        latitude: 36.090,
        streets: &["登州路街道", "台东街道", "敦化路街道", "合肥路街道"],
        roads: &["辽阳西路", "延吉路", "敦化路", "登州路", "台东三路", "重庆南路", "山东路", "黑龙江南路"],
    },
    District {
        code: "370211",
        name: "黄岛区",
        longitude: 120.035,
        latitude: 35.875,
        streets: &["长江路街道", "薛家岛街道", "隐珠街道", "珠海街道"],
        roads: &["长江中路", "井冈山路", "漓江西路", "滨海大道", "珠江路", "江山南路", "阿里山路", "灵海路"],
    },
    District {
        code: "370212",
        name: "崂山区",
        longitude: 120.465,
        latitude: 36.105,
        streets: &["中韩街道", "金家岭街道", "沙子口街道", "北宅街道"],
        roads: &["海尔路", "苗岭路", "深圳路", "云岭路", "松岭路", "香港东路", "秦岭路", "仙霞岭路"],
    },
    District {
        code: "370213",
        name: "李沧区",
        longitude: 120.430,
        latitude: 36.150,
        streets: &["李村街道", "虎山路街道", "浮山路街道", "世园街道"],
        roads: &["京口路", "黑龙江中路", "九水东路", "峰山路", "金水路", "书院路", "夏庄路", "巨峰路"],
    },
    District {
        code: "370214",
        name: "城阳区",
        longitude: 120.390,
        latitude: 36.305,
        streets: &["城阳街道", "流亭街道", "夏庄街道", "惜福镇街道"],
        roads: &["正阳路", "长城路", "明阳路", "春阳路", "山城路", "和阳路", "兴阳路", "中城路"],
    },
    District {
        code: "370215",
        name: "即墨区",
        longitude: 120.450,
        latitude: 36.390,
        streets: &["通济街道", "环秀街道", "潮海街道", "鳌山卫街道"],
        roads: &["鹤山路", "岙兰路", "振华街", "淮涉河一路", "墨城路", "文化路", "烟青路", "蓝鳌路"],
    },
    District {
        code: "370281",
        name: "胶州市",
        longitude: 120.010,
        latitude: 36.265,
        streets: &["阜安街道", "中云街道", "三里河街道", "胶东街道"],
        roads: &["福州南路", "兰州东路", "北京东路", "广州北路", "胶州西路", "扬州东路", "杭州路", "常州路"],
    },
    District {
        code: "370283",
        name: "平度市",
        longitude: 119.960,
        latitude: 36.780,
        streets: &["东阁街道", "李园街道", "同和街道", "凤台街道"],
        roads: &["红旗路", "青岛路", "人民路", "杭州路", "福州路", "常州路", "郑州路", "胜利路"],
    },
    District {
        code: "370285",
        name: "莱西市",
        longitude: 120.515,
        latitude: 36.885,
        streets: &["水集街道", "望城街道", "沽河街道", "姜山镇"],
        roads: &["烟台路", "威海西路", "上海东路", "北京路", "石岛路", "青岛路", "黄海路", "文化路"],
    },
];

/// What fictional places are named after, beside the road.
pub const PLACES: [&str; 24] = [
    "海韵", "松涛", "银杏", "樱花", "浪花", "云帆", "听海", "青松", "滨海", "和谐", "锦绣", "阳光", "金沙",
    "碧波", "翠湖", "朝阳", "枫叶", "海棠", "晨曦", "明珠", "望海", "槐香", "崂峰", "白鹭",
];

/// What fictional companies are named after.
pub const FIRMS: [&str; 24] = [
    "海之蓝",
    "琴岛源",
    "崂山云",
    "胶东启",
    "蓝湾通",
    "帆都汇",
    "浮山岚",
    "栈桥印",
    "沽河禾",
    "灵山舟",
    "鳌山智",
    "珠山锦",
    "红瓦居",
    "绿树坊",
    "碧海翔",
    "蓝天驰",
    "啤博源",
    "橡都新",
    "港城运",
    "湾区创",
    "齐鲁达",
    "东方屿",
    "金滩悦",
    "远帆捷",
];
