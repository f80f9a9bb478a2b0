// Texts in which readers go wrong: scripts, marks, blanks, control characters, emoji, special tokens.
import type { Draw } from './check';

const WORDS =
  "the cat|The Dog|don't we'll I'M|café|naïve|Straße|İstanbul|ΣΑΣ σας|e\u0301a\u0308|ﬁ ﬀ|Привет мир|今天天气很好|二〇二一|" +
  '日本カタカナ|ひらがなー|ｶﾞｷﾞ|한국어|हिन्दी कि|ไทย|العربية|עברית|ქართული|𠀀𠀁|𝒜𝓑|😀👍🏽|👨\u200d👩\u200d👧|🇩🇪|12345|1,234.5|١٢٣|½²|Ⅷ㎏|' +
  '１２３|①②|.|...|,|!|?!|-|--|—|"|\'|(|)|[|]|@|#|$|%|_|`|~|。|，|、|¿|«|▁|▁▁|Ġ|Ċ|##|</w>|<0x41>|<unk>|<s>|</s>|[CLS]|[MASK]|<mask>|' +
  'yesterday|Yesterday|ab|abc|aab|ba|x';
const BLANKS =
  ' |  |   |\n|\n\n|\r\n|\t|\u00a0|\u3000|\u2028|\u0085|\u200b|\ufeff|\u1680|\u0000|\u0001|\u007f|\u00ad|\ufffd';
const PIECES = [...WORDS.split('|'), ...BLANKS.split('|')];

export const textOf = (draw: Draw, most = 9): string =>
  draw.some(0, most, () => (draw.isTrue(0.93) ? draw.one(PIECES) : anyCharacter(draw))).join('');

const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x5ff],
  [0x600, 0x1fff],
  [0x2000, 0x2bff],
  [0x3000, 0x33ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfffd],
  [0x10000, 0x1ffff],
] as const;

function anyCharacter(draw: Draw): string {
  const [from, to] = draw.one(RANGES);
  return String.fromCodePoint(from + draw.below(to - from + 1));
}
