// The pages: address, section of the navigation, title, and the component, which loads when it is opened.
import { Boxes, Cpu, Database, GraduationCap, House } from 'lucide-react';
import { lazy } from 'react';
import { findExperiment } from '../../experiments/all';

/** The navigation: five places. Each leads to the first of its pages. */
export const SECTIONS = [
  { id: 'start', href: '/', icon: House },
  { id: 'models', href: '/models', icon: Boxes },
  { id: 'lessons', href: '/lessons', icon: GraduationCap },
  { id: 'data', href: '/data', icon: Database },
  { id: 'engine', href: '/engine/kernels', icon: Cpu },
] as const;

export type SectionId = (typeof SECTIONS)[number]['id'];

export const PAGES = [
  {
    href: '/models',
    section: 'models',
    title: 'models.title',
    Page: lazy(() => import('../features/models/list/ModelsPage')),
  },
  {
    href: '/finetune',
    section: 'models',
    title: 'finetune.title',
    Page: lazy(() => import('../features/finetune/FinetunePage')),
  },
  {
    href: '/distill',
    section: 'models',
    title: 'distill.title',
    Page: lazy(() => import('../features/distill/DistillPage')),
  },
  {
    href: '/compare',
    section: 'models',
    title: 'compare.title',
    Page: lazy(() => import('../features/compare/ComparePage')),
  },
  {
    href: '/lessons',
    section: 'lessons',
    title: 'lessons.title',
    Page: lazy(() => import('../features/lessons/LessonsPage')),
  },
  {
    href: '/lessons/experiments',
    section: 'lessons',
    title: 'lessons.experiments.title',
    Page: lazy(() => import('../features/lessons/ExperimentsPage')),
  },
  {
    href: '/lessons/recipes',
    section: 'lessons',
    title: 'writer.title',
    Page: lazy(() => import('../features/recipes/RecipesPage')),
  },
  {
    href: '/data',
    section: 'data',
    title: 'app.data',
    Page: lazy(() => import('../features/data/DataPage')),
  },
  {
    href: '/engine/kernels',
    section: 'engine',
    title: 'app.kernels',
    Page: lazy(() => import('../features/kernels/KernelsPage')),
  },
  {
    href: '/engine/check',
    section: 'engine',
    title: 'check.title',
    Page: lazy(() => import('../features/check/CheckPage')),
  },
  {
    href: '/engine/help',
    section: 'engine',
    title: 'help.title',
    Page: lazy(() => import('../features/help/HelpPage')),
  },
] as const;

/** Addresses of earlier versions, in bookmarks and links of others. */
export const MOVED = {
  '/runs': '/models',
  '/recipes': '/lessons/recipes',
  '/kernels': '/engine/kernels',
  '/check': '/engine/check',
  '/help': '/engine/help',
} as const;

/** Where in the navigation an address is; an experiment stands under its gallery. */
export function placeOf(address: string): { section: SectionId; href: string } | null {
  const page = PAGES.find(({ href }) => href === address);
  if (page) return page;
  const experiment = findExperiment(address.split('/experiment/')[1]);
  if (experiment) {
    const { group = 'texts' } = experiment;
    return { section: 'lessons', href: group === 'texts' ? '/lessons/experiments' : '/lessons' };
  }
  if (address.startsWith('/models/')) return { section: 'models', href: '/models' };
  return address === '/' ? { section: 'start', href: '/' } : null;
}

export const pagesOf = (section: SectionId | undefined) =>
  PAGES.filter((page) => page.section === section);
