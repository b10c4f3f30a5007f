import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cases, type ReturnCase } from '../../src/lib/api/shelf.svelte';
import { label as words } from '../../src/lib/i18n/en/label';
import Label from '../../src/screens/label/Label.svelte';
import { Server } from '../server';

const code = {
  code: '7F3K 92QD LX41',
  payload: 'ONWARD:7F3K92QDLX41',
  trackingNumber: 'OW1',
  route: 'P2P' as const,
  labelUrl: null as string | null,
  blind: 'YES' as 'YES' | 'COUNTER_ONLY' | 'NO',
  hides: 'Neither of you sees the other’s.',
  handInBy: null,
};
let server: Server;

beforeEach(() => {
  server = new Server();
  server.away = true;
  cases.put({ id: 'c', cursor: 'c:1', dropoff: code } as unknown as ReturnCase);
});
afterEach(() => server.close());

test('without a signal the code is still shown, once the bag is safe to close', async () => {
  render(Label, { id: 'c' });
  expect(screen.queryByRole('img', { name: words.qr })).toBeNull();
  const open = screen.getByRole('button', { name: words.gateOpen }) as HTMLButtonElement;
  expect(open.disabled).toBe(true);
  await fireEvent.click(screen.getByLabelText(words.tick.invoiceOut));
  await fireEvent.click(screen.getByLabelText(words.tick.labelCovered));
  await fireEvent.click(screen.getByRole('button', { name: words.gateOpen }));
  expect(screen.getByRole('img', { name: words.qr })).toBeTruthy();
  expect(screen.getByText('7F3K 92QD LX41')).toBeTruthy();
});

test('the ticks stay on the phone, so the next time the code opens at once', async () => {
  localStorage.setItem('packed:c', JSON.stringify({ invoiceOut: true, labelCovered: true }));
  render(Label, { id: 'c' });
  await vi.waitFor(() => expect(screen.getByRole('img', { name: words.qr })).toBeTruthy());
});

test('somebody in a hurry is warned and may go on', async () => {
  render(Label, { id: 'c' });
  expect(screen.getByText(words.gateLead)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: words.gateAnyway }));
  expect(screen.getByRole('img', { name: words.qr })).toBeTruthy();
});

test('a code that is re-pointed changes under the same screen', async () => {
  localStorage.setItem('packed:c', JSON.stringify({ invoiceOut: true, labelCovered: true }));
  render(Label, { id: 'c' });
  await vi.waitFor(() => screen.getByText(code.hides));
  const moved = { ...code, route: 'WAREHOUSE' as const, hides: 'No address to write.' };
  cases.put({ id: 'c', cursor: 'c:2', dropoff: moved } as unknown as ReturnCase);
  await vi.waitFor(() => expect(screen.getByText(moved.hides)).toBeTruthy());
});

test('where only a printed label goes there is no code to scan, and it says what it shows', async () => {
  localStorage.setItem('packed:c', JSON.stringify({ invoiceOut: true, labelCovered: true }));
  const printed = {
    ...code,
    blind: 'NO' as const,
    hides: 'It shows a street.',
    labelUrl: '/labels/x.pdf',
  };
  cases.put({ id: 'c', cursor: 'c:3', dropoff: printed } as unknown as ReturnCase);
  render(Label, { id: 'c' });
  await vi.waitFor(() => screen.getByRole('link', { name: words.printThis }));
  expect(screen.getByText(printed.hides)).toBeTruthy();
  expect(screen.queryByRole('img', { name: words.qr })).toBeNull();
});
