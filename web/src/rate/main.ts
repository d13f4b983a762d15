import { mount } from 'svelte';
import Shell from './Shell.svelte';
import '../style.css';
import '../app/app.css';
import './rate.css';

const target = document.getElementById('app');
if (target) mount(Shell, { target });
