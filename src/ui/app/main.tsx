import { lab } from './engine';
import { start } from './start';

void start(lab);
