/** What the OCI image format says beyond what starting a container needs, as values. */
package dev.minidocker.image.oci;
