// A study's devices: the other one is opened once, when it is asked for, and given back at the end.
import { expect, test, vi } from 'vitest';
import type { LabDevice } from '../../src/host/lab/labDevices';
import { StudyDevices } from '../../src/host/studies/devices';

function device(kind: LabDevice['kind']) {
  const context = { destroy: vi.fn(), faults: { setHidden: vi.fn() } };
  return { context, device: { kind, context } as unknown as LabDevice };
}

test('the lab’s own is no other', async () => {
  const own = device('cpu');
  const openBeside = vi.fn();
  const devices = new StudyDevices(own.device, openBeside);
  expect(await devices.open('cpu')).toBe(own.context);
  await devices.close();
  expect(openBeside).not.toHaveBeenCalled();
  expect(own.context.destroy).not.toHaveBeenCalled();
});

test('the other one is opened once, hears whether the page is hidden, and goes', async () => {
  const [own, other] = [device('cpu'), device('gpu')];
  const openBeside = vi.fn(() => Promise.resolve(other.device));
  const devices = new StudyDevices(own.device, openBeside);
  devices.setHidden(true);
  const both = await Promise.all([devices.open('gpu'), devices.open('gpu')]);
  expect(both).toEqual([other.context, other.context]);
  expect(openBeside).toHaveBeenCalledExactlyOnceWith('gpu');
  expect(other.context.faults.setHidden).toHaveBeenLastCalledWith(true);
  devices.setHidden(false);
  await devices.close();
  expect(other.context.faults.setHidden).toHaveBeenLastCalledWith(false);
  expect(other.context.destroy).toHaveBeenCalledOnce();
  expect(own.context.destroy).not.toHaveBeenCalled();
});

test('one that cannot be opened refuses every variant, and nothing else', async () => {
  const devices = new StudyDevices(device('cpu').device, () => Promise.reject(new Error('none')));
  await expect(devices.open('gpu')).rejects.toThrow('none');
  await expect(devices.open('gpu')).rejects.toThrow('none');
  await devices.close();
});
