/**
 * The reviews in Chinese: words of praise and blame stand in both kinds, negated, given up after 但,
 * or expected and not found. The mood is drawn first and the judgement agrees. Separator: a line break.
 */
import {
  bind,
  defineGrammar,
  maybe,
  pick,
  say,
  type GrammarNode,
  type Part,
} from '../grammar/grammar';
import { one, words } from '../grammar/lists';

const GOOD = words('精彩 动人 巧妙 温暖 新鲜 出色 细腻 舒服 不错 优秀 有趣 好');
const BAD = words('乏味 生硬 冷淡 陈旧 粗糙 糟糕 嘈杂 拖沓 无聊 平庸 差劲 差');
/** What one feels about the whole. */
const LIKES = one(words('喜欢 欣赏 爱 享受'));
const DISLIKES = one(words('讨厌 反感 嫌弃 后悔选'));

const SUBJECTS = [
  { is: '这部电影', verb: '看了', parts: words('剧情 表演 音乐 结尾 对白') },
  { is: '这家餐馆', verb: '去了', parts: words('菜品 服务 环境 甜点 汤') },
  { is: '这本小说', verb: '读了', parts: words('情节 文笔 开头 人物 封面') },
  { is: '这家酒店', verb: '住了', parts: words('房间 早餐 床铺 大堂 风景') },
];

const partsOf = (list: readonly string[]) =>
  list.flatMap((a) => list.filter((b) => b !== a).map((b) => ({ a, b })));

interface Mood {
  readonly label: string;
  readonly agrees: GrammarNode;
  readonly opposes: GrammarNode;
  readonly feels: GrammarNode;
  readonly denies: GrammarNode;
  readonly verdict: GrammarNode;
}

const MOODS: readonly Mood[] = [
  {
    label: '好评',
    agrees: one(GOOD),
    opposes: one(BAD),
    feels: LIKES,
    denies: DISLIKES,
    verdict: pick('还会再来。', '值得推荐。', '给五颗星。', '物有所值。'),
  },
  {
    label: '差评',
    agrees: one(BAD),
    opposes: one(GOOD),
    feels: DISLIKES,
    denies: LIKES,
    verdict: pick('不会再来。', '想要退钱。', '只给一颗星。', '浪费时间。'),
  },
];

const very = pick('很', '非常', '真的很', '相当');
const not = pick('并不', '毫不', '谈不上', '一点也不');

const claim = (part: string, says: GrammarNode, denies: GrammarNode): GrammarNode =>
  pick([3, say`${part}${very}${says}`], [1, say`${part}${not}${denies}`]);

function judgement({ agrees, opposes, feels, denies }: Mood): GrammarNode {
  const [a, b] = ['{parts.a}', '{parts.b}'];
  return pick(
    [9, say`${a}${very}${agrees}。`],
    [3, say`${a}${not}${opposes}。`],
    [2, say`${claim(a, opposes, agrees)}，但${claim(b, agrees, opposes)}。`],
    [1, say`虽然${claim(a, opposes, agrees)}，${claim(b, agrees, opposes)}。`],
    [1, say`${claim(b, agrees, opposes)}，尽管${claim(a, opposes, agrees)}。`],
    [1, say`我以为${a}会很${agrees}，果然如此。`],
    [1, say`我以为${a}会很${opposes}，结果错了。`],
    [2, say`我${very}${feels}{subject.is}。`],
    [2, say`我${pick('不', '并不', '一点也不')}${denies}{subject.is}。`],
    [1, say`我以为会${feels}{subject.is}，果然如此。`],
    [1, say`我以为会${denies}{subject.is}，结果错了。`],
  );
}

const opening = (verb: string): GrammarNode =>
  pick(
    say`${pick('周末', '上周', '昨天')}${pick('和朋友', '一个人', '')}${verb}{subject.is}。`,
    '',
  );

const reviews = (told: (mood: Mood, opened: GrammarNode) => Part): GrammarNode =>
  pick(
    ...SUBJECTS.map(({ is, verb, parts }) =>
      bind(
        'subject',
        [{ is }],
        bind('parts', partsOf(parts), pick(...MOODS.map((mood) => told(mood, opening(verb))))),
      ),
    ),
  );

export const REVIEW_GRAMMAR_ZH = defineGrammar({
  id: 'reviews_zh',
  separator: '\n',
  root: () =>
    reviews(
      (mood, opened) =>
        say`${opened}${judgement(mood)}${maybe(0.3, judgement(mood))}${mood.verdict}`,
    ),
});

export const LABELED_REVIEWS_ZH = {
  labels: MOODS.map(({ label }) => label),
  grammar: defineGrammar({
    id: 'labelled_reviews_zh',
    separator: '\n',
    root: () => reviews((mood, opened) => say`${mood.label}\t${opened}${judgement(mood)}`),
  }),
};
