/**
 * What this machine can and cannot do, why, and what to do about it.
 *
 * <p>{@link dev.minidocker.labkit.doctor.Doctor} asks one probe for each capability. A probe first
 * makes the system calls that labs make, in a child process; only where they are refused it reads
 * the kernel's files, which say why, but not whether. What a finding means for the labs is derived
 * from what their experiments need, the namespaces that they have, and what they mount.
 *
 * <p>What it cannot do: name the rule of a security module; the kernel tells that to its log only.
 */
package dev.minidocker.labkit.doctor;
