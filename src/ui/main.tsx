import { connectLab } from '../host/client';
import { start } from './start';

void start(connectLab());
