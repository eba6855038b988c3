/** The lab command with every lab, as processes of its own and at terminals. */
package dev.minidocker.lab;
