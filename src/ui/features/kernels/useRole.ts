import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { KernelRow } from '../../../host/protocol/run';

/** In words: the layer that a dispatch belongs to, and what it computes there. */
export function useRole() {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      layer: ({ layer, block }: KernelRow): string =>
        layer === 'run' ? t('kernels.wholeModel') : t(`picture.${layer}`, { n: block + 1 }),
      role: ({ pass }: KernelRow): string => t(`kernels.pass.${pass}`),
    }),
    [t],
  );
}
