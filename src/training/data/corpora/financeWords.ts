/** Word lists of the Chinese finance briefs. Companies, brokers and people are invented. */
import { words } from '../grammar/lists';

/** First half of an invented company name. */
export const BRANDS = words(
  '云岚 星澜 海岳 青禾 远舟 明川 北辰 南屿 晨曦 金穗 天衡 瑞林 博远 启航 长风 凌霄 华澄 东篱 嘉木 鼎盛 宏图 万象 百川 鸿雁 沧海 松柏 玉泉 银河 赤峰 白鹭 紫荆 蓝鲸 锦程 泰和 安平 永昌 恒信 德润 正阳 通达 顺安 中岭 江月 湖心 山海 石桥 木兰 新芽 飞鸿 快雪 大洋 小满 清溪 望岳 千帆 九霄 三江 五岭 元亨 利贞',
);

export interface Industry {
  readonly suffix: readonly string[];
  readonly sector: string;
  readonly products: readonly string[];
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** What a company of each industry sells, and why its results rise or fall. */
export const INDUSTRIES: readonly Industry[] = [
  {
    suffix: words('科技 软件 数码 信息'),
    sector: '科技',
    products: words('云服务 办公软件 服务器 数据库 安全软件 智能终端 支付系统'),
    good: words('企业客户增加 订阅收入增长 新产品放量 海外订单增加 研发费用下降'),
    bad: words('客户预算收紧 研发费用上升 新品推迟发布 价格竞争加剧 项目验收延后'),
  },
  {
    suffix: words('新能源 电气 光伏 储能'),
    sector: '新能源',
    products: words('储能电池 光伏组件 逆变器 风电叶片 充电桩 电池材料'),
    good: words('装机需求旺盛 出口订单增加 原料成本下降 新产线投产 产能利用率提高'),
    bad: words('组件价格下跌 行业产能过剩 出口订单减少 库存减值增加 补贴到账延后'),
  },
  {
    suffix: words('银行 农商银行'),
    sector: '银行',
    products: words('对公贷款 个人贷款 理财产品 信用卡 小微贷款'),
    good: words('息差企稳 不良率下降 手续费收入增加 贷款投放加快 存款成本下降'),
    bad: words('息差收窄 不良率上升 手续费收入减少 贷款需求疲弱 拨备计提增加'),
  },
  {
    suffix: words('医药 生物 制药 医疗'),
    sector: '医药',
    products: words('创新药 疫苗 检测试剂 心脏支架 中成药 影像设备'),
    good: words('新药获批上市 医院采购恢复 海外授权收入增加 集采中标 临床进展顺利'),
    bad: words('集采价格下降 临床试验推迟 医院采购放缓 检测需求减少 专利到期'),
  },
  {
    suffix: words('食品 乳业 酒业 饮料'),
    sector: '消费',
    products: words('白酒 酸奶 气泡水 速冻水饺 坚果礼盒 调味品'),
    good: words('节日销售旺盛 渠道库存下降 新品热销 提价顺利 线上销售增长'),
    bad: words('渠道库存偏高 终端需求平淡 原奶成本上升 促销费用增加 经销商减少'),
  },
  {
    suffix: words('汽车 车业 动力'),
    sector: '汽车',
    products: words('电动轿车 混动车型 商用车 刹车系统 车载芯片 座椅'),
    good: words('新车型交付提速 出口销量增长 单车成本下降 订单排满 智驾版占比提高'),
    bad: words('价格战持续 交付量不及预期 零件供应紧张 召回费用增加 经销商去库存'),
  },
  {
    suffix: words('钢铁 矿业 化工 材料'),
    sector: '资源',
    products: words('特种钢 铜精矿 锂盐 氟化物 水泥 稀土磁材'),
    good: words('产品价格上涨 矿山扩产完成 检修减少 能耗成本下降 基建需求回暖'),
    bad: words('产品价格下跌 矿山停产检修 地产需求低迷 能耗成本上升 环保限产'),
  },
  {
    suffix: words('物流 航运 航空 港口'),
    sector: '交运',
    products: words('快递 集装箱运输 冷链 国际航线 仓储服务 干散货运输'),
    good: words('旅客人数回升 运价上涨 货量增长 油价回落 航线恢复'),
    bad: words('运价下跌 油价上涨 货量减少 台风停航 汇兑损失增加'),
  },
];

export const BROKERS = words('恒泰 华岳 中衡 东海岸 国信达 长桥 明德 金石 银杉 天平 方圆 海陆');
export const SURNAMES = words('王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗');

export const INDEXES = words('沪市综指 深市成指 创业指数 科创指数 港股主指 中小盘指数').map(
  (name) => ({ name }),
);

/** Levels of a price target follow the view: a better view never has a lower rating. */
export const UP_VIEWS = words(
  '看好其长期增长 认为业绩拐点已现 认为盈利质量改善 预计全年目标可达 认为估值仍有空间 预计份额继续提升',
);
export const DOWN_VIEWS = words(
  '认为短期压力仍在 预计复苏仍需时日 下调全年盈利预测 提示库存风险 认为估值缺少支撑 建议等待价格企稳',
);

export const COMMODITIES = [
  { name: '原油', unit: '美元/桶' },
  { name: '黄金', unit: '元/克' },
  { name: '沪铜', unit: '元/吨' },
  { name: '铁矿石', unit: '元/吨' },
  { name: '螺纹钢', unit: '元/吨' },
  { name: '豆粕', unit: '元/吨' },
  { name: '棉花', unit: '元/吨' },
  { name: '碳酸锂', unit: '元/吨' },
  { name: '天然气', unit: '美元/百万英热' },
  { name: '白糖', unit: '元/吨' },
];
export const COMMODITY_UP = words(
  '库存连续下降 主产区减产 需求旺季临近 运输受阻 美元走弱 检修增加',
);
export const COMMODITY_DOWN = words(
  '库存连续增加 主产区丰收 需求进入淡季 供应恢复 美元走强 开工率下降',
);

export const MACRO_UP = words(
  '政策利好落地 外资流入 业绩好于预期 降准预期升温 海外市场走强 成交放大',
);
export const MACRO_DOWN = words(
  '获利回吐 外资流出 业绩不及预期 海外市场走弱 加息担忧升温 成交萎缩',
);

/** What a company says of the time ahead. */
export const OUTLOOK_UP = words(
  '下一季度将继续扩大产能 全年收入有望再创新高 海外市场是新的增长点 研发投入会保持两位数增速 分红比例将进一步提高',
);
export const OUTLOOK_DOWN = words(
  '下一季度将严格控制费用 部分项目会推迟投产 库存有望在年底前消化 短期内以稳定现金流为主 正在调整产品结构',
);
