/** Word lists of the story corpus: short, common words. */
import { words } from '../grammar/lists';

export const GIRLS = words(
  'Mia Ann Lily Ida Eva Zoe Amy Ruby Nora Ella May Rose Ivy Lucy Anna Kate Jane Molly Tess Wren Bea Lola Fay Gwen Hope Iris June Kim Lena Mary Nina Olga',
);
export const BOYS = words(
  'Tom Ben Max Leo Sam Jack Finn Tim Joe Dan Hugo Otto Pip Ned Bob Gus Al Roy Ted Jim Luke Noah Owen Paul Rex Sid Vic Will Zack Hank Ed Kit',
);
export const KINDS = words(
  'child cat dog bear mouse rabbit pig hen frog duck goose horse lamb mole pony puppy kitten cub',
);
export const HELPERS = words(
  'owl crow fox toad goat hedgehog beaver otter stork swan turtle snail robin badger deer cow bee wolf whale moth crab donkey squirrel spider',
);
export const TRAITS = words(
  'small brave shy kind happy funny clever quiet young quick gentle lazy bold merry proud curious little sleepy polite hungry lonely cheerful noisy jolly',
);
export const LOOKS = words(
  'red blue green gold big tiny shiny soft round pink silver yellow new long tall white black striped warm thin bright purple fine wooden',
);
export const THINGS = words(
  'kite ball drum boat hat bell book cup doll coat lamp ring bike flute box scarf star crown key cart flag coin shell map bag sled clock cake rope pen fan chair pie plum net jar mask toy whistle basket',
);
export const PETS = words(
  'bird fish bug snake calf chick fawn lizard worm ant seal pup hamster parrot dove bat',
);
export const PET_NAMES = words(
  'Dot Bun Fizz Jet Moss Nut Pug Rusty Spot Tiny Zip Bean Coco Dusty Fluff Milo',
);

/** Free adjectives and nouns for what is seen on the way. */
export const ADJECTIVES = words(
  'dark deep wet dry cold hot tall steep wide thin flat big wild calm green grey brown red blue gold pale white black soft hard rough smooth dusty muddy sandy mossy snowy rainy sunny shady foggy windy stony grassy lovely pretty strange fine new small tiny huge long short round crooked broken quiet loud sweet sour bright dim hidden lost empty full busy sleepy lazy happy sad funny silly proud friendly gentle kind clever brave fat slim dirty clean plain fancy pink purple silver yellow rusty wooden frozen golden magic secret',
);
export const SIGHTS = words(
  'hill tree lake wood pond gate barn well path bush farm road mill rock cave field log hut wall bridge stream river house garden nest hole tower shop school church fence ditch bog cliff beach bay dam dock ship tent fire flower rose fern stump hedge lane park town pier bench wheel cart sign stone statue tunnel valley meadow forest castle swamp orchard island',
);
export const CREATURES = words(
  'bee cow crow fox goat hare moth newt rat ram sheep toad wasp jay lark crab mule elk stag gull hawk finch shrew vole otter beetle beaver spider snail slug cricket sparrow swallow magpie weasel raven donkey camel monkey tiger lion panda zebra',
);
export const FOODS = words(
  'bread soup jam milk cake honey rice corn nuts pears plums figs beans peas toast cheese butter berries apples cookies pie tea cocoa noodles carrots grapes',
);
export const GOES = words(
  'ran walked hopped went skipped crept marched raced rode strolled wandered climbed tiptoed trotted hurried sneaked rushed jogged',
);
export const PASSES = words('past over to by up round near behind along across beyond toward');
export const NOTICES = words(
  'saw met heard found passed fed chased greeted followed helped watched liked hugged washed woke',
);
export const BAD_FEELINGS = words(
  'sad tired cold hungry afraid upset cross shy lonely worried dizzy grumpy bored late lost ill mad sore wet scared unhappy silent pale weak',
);
export const GOOD_FEELINGS = words(
  'glad calm proud brave excited hopeful warm happy merry cozy safe sure strong full bright cheerful lucky ready free jolly',
);
export const SAYS = words(
  'said cried called shouted whispered laughed sang answered added yelled mumbled sighed',
);
export const MANNERS = words(
  'slowly softly gladly sadly kindly quickly loudly bravely shyly calmly proudly gently sweetly warmly firmly quietly',
);
export const TIMES = words(
  'day morning night evening afternoon spring summer autumn winter Monday Tuesday Friday Sunday',
);
export const SKY = words('sun moon wind rain sky air snow fog mist breeze');
export const SKY_ADJECTIVES = words(
  'warm cold soft bright wild mild pale cool fresh gentle sharp dull chilly sweet thick clear grey golden',
);
export const FAMILY = words(
  'mother father sister brother aunt uncle granny grandpa cousin twin friend teacher',
);

/** Where a hero lives: the place and how one is in it. */
export const HOMES = [
  ...words(
    'cave house hut barn tower tent castle garden forest village city valley boat mill cottage shed',
  ).map((the) => ({ in: 'in', the })),
  ...words('hill farm beach island mountain cloud road moor cliff').map((the) => ({
    in: 'on',
    the,
  })),
  ...words(
    'sea pond lake river bridge wall swamp well market school church station tree harbor',
  ).map((the) => ({ in: 'by', the })),
];

/** Why the wish cannot be had, as told and as said; and what puts it right. */
export const OBSTACLES = [
  { told: 'stuck in a tree', said: 'stuck in a tree', fix: 'flew up and shook the tree' },
  { told: 'at the bottom of a well', said: 'down in the well', fix: 'let down a long rope' },
  { told: 'locked in a box', said: 'in a locked box', fix: 'turned the lock with one claw' },
  { told: 'far across the river', said: 'on the far side', fix: 'made a raft of logs' },
  { told: 'too heavy to lift', said: 'so heavy', fix: 'pulled with all might' },
  { told: 'broken in two', said: 'in two parts', fix: 'glued the parts' },
  { told: 'under the ice', said: 'under the ice', fix: 'broke the ice with a stone' },
  { told: 'in the den of a dragon', said: 'in the den', fix: 'sang until the dragon slept' },
  { told: 'behind a high wall', said: 'behind the wall', fix: 'dug a hole under the wall' },
  { told: 'deep in the mud', said: 'in the mud', fix: 'put planks on the mud' },
  { told: 'on the roof', said: 'up on the roof', fix: 'brought a ladder' },
  { told: 'lost in the dark', said: 'lost in the dark', fix: 'lit a lamp' },
  { told: 'hidden in the tall grass', said: 'in the tall grass', fix: 'cut the grass' },
  { told: 'high on a shelf', said: 'high on a shelf', fix: 'stood on a chair' },
  { told: 'caught in a net', said: 'in a net', fix: 'bit through the net' },
  { told: 'held by a giant', said: 'with the giant', fix: 'told the giant a joke' },
] as const;

/** What a hero fears, and how the fear ends. */
export const FEARS = [
  {
    of: 'the dark',
    cure: 'held up a glowing lamp',
    now: 'The dark was only the day with its eyes shut.',
  },
  { of: 'the sea', cure: 'swam with one wing held out', now: 'The sea was cool and kind.' },
  { of: 'thunder', cure: 'beat a drum as loud as the storm', now: 'Thunder was just a big drum.' },
  {
    of: 'high places',
    cure: 'took one step at a time',
    now: 'From the top, all the world was small.',
  },
  { of: 'the giant', cure: 'knocked on the big door', now: 'The giant only wanted a friend.' },
  { of: 'new people', cure: 'said hello first', now: 'A hello was all it took.' },
  {
    of: 'the deep forest',
    cure: 'gave every tree a name',
    now: 'The trees were like old friends.',
  },
  { of: 'singing aloud', cure: 'sang one line, badly', now: 'A wrong note hurt no one.' },
  { of: 'big dogs', cure: 'scratched a big dog on the ear', now: 'The big dog wagged its tail.' },
  { of: 'ghosts', cure: 'pulled off the white sheet', now: 'The ghost was a shirt on a line.' },
  { of: 'losing', cure: 'lost three games and laughed', now: 'To lose was part of the fun.' },
  { of: 'the wind', cure: 'let a leaf dance in it', now: 'The wind only wanted to play.' },
] as const;
