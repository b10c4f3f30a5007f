/** Whether this phone believes it has a signal. */
class Signal {
  offline = $state.raw(!navigator.onLine);

  listen = (): void => {
    addEventListener('online', () => (this.offline = false));
    addEventListener('offline', () => (this.offline = true));
  };
}

export const signal = new Signal();
