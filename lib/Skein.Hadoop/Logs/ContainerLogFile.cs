namespace Skein.Hadoop.Logs;

/// <summary>One log file of a container.</summary>
/// <param name="Name">Such as <c>stdout</c>. What the application called it, so not to be trusted as part of a local path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Content">
/// The bytes, read forward and asynchronously; valid until the next file is asked for, and need be neither read nor disposed.
/// A damaged file shows as a <see cref="LogFormatException"/> from a read.
/// </param>
public sealed record ContainerLogFile(string Name, long Length, Stream Content);
