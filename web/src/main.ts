// The start of the app: what must be there before the first picture, then the shell.
import { mount } from 'svelte';
import { reloadOnNewFragment } from './app/fragment';
import { i18n } from './app/i18n/i18n.svelte';
import { router } from './app/router.svelte';
import Shell from './app/Shell.svelte';
import './app/base.css';
import { startMediaSession } from './features/player/media_session.svelte';
import { player } from './features/player/player.svelte';
import { session } from './features/session/session.svelte';
import { setupToken } from './features/setup/setup_token';

setupToken.takeFromAddress();
router.start();
reloadOnNewFragment();
player.start();
startMediaSession(player);
void session.start();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has an element with the id "app"');
void i18n.start().then(() => mount(Shell, { target }));
