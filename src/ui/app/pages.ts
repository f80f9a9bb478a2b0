// The pages: address, place in the navigation, title, and the component, which loads when it is opened.
import {
  Archive,
  BookOpenText,
  Boxes,
  Cpu,
  Database,
  FlaskConical,
  GraduationCap,
  ListChecks,
  Scale,
  ShieldCheck,
  Target,
} from 'lucide-react';
import { lazy } from 'react';

export const PAGES = [
  {
    href: '/lessons',
    group: 'learn',
    icon: GraduationCap,
    title: 'lessons.link',
    Page: lazy(() => import('../features/lessons/LessonsPage')),
  },
  {
    href: '/recipes',
    group: 'learn',
    icon: ListChecks,
    title: 'writer.title',
    Page: lazy(() => import('../features/recipes/RecipesPage')),
  },
  {
    href: '/data',
    group: 'models',
    icon: Database,
    title: 'app.data',
    Page: lazy(() => import('../features/data/DataPage')),
  },
  {
    href: '/finetune',
    group: 'models',
    icon: Target,
    title: 'finetune.title',
    Page: lazy(() => import('../features/finetune/FinetunePage')),
  },
  {
    href: '/distill',
    group: 'models',
    icon: FlaskConical,
    title: 'distill.title',
    Page: lazy(() => import('../features/distill/DistillPage')),
  },
  {
    href: '/compare',
    group: 'models',
    icon: Scale,
    title: 'compare.title',
    Page: lazy(() => import('../features/compare/ComparePage')),
  },
  {
    href: '/models',
    group: 'models',
    icon: Boxes,
    title: 'models.title',
    Page: lazy(() => import('../features/models/ModelsPage')),
  },
  {
    href: '/runs',
    group: 'models',
    icon: Archive,
    title: 'savedRuns.title',
    Page: lazy(() => import('../features/savedRuns/SavedRunsPage')),
  },
  {
    href: '/kernels',
    group: 'inside',
    icon: Cpu,
    title: 'app.kernels',
    Page: lazy(() => import('../features/kernels/KernelsPage')),
  },
  {
    href: '/check',
    group: 'inside',
    icon: ShieldCheck,
    title: 'check.title',
    Page: lazy(() => import('../features/check/CheckPage')),
  },
  {
    href: '/help',
    group: 'inside',
    icon: BookOpenText,
    title: 'help.title',
    Page: lazy(() => import('../features/help/HelpPage')),
  },
] as const;

export type PageGroup = (typeof PAGES)[number]['group'];
