import { connectLab } from '../../host/client/client';
import { start } from './start';

void start(connectLab());
