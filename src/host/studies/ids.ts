// Models that studies have made can be exported and kept by an id, as runs can.
const PREFIX = 'study:';

export const studyModelId = (name: string): string => `${PREFIX}${name}`;
export const isStudyModel = (id: string): boolean => id.startsWith(PREFIX);
