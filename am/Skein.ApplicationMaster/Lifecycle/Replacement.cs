namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>How a container is to be replaced.</summary>
/// <param name="Pause">Time to wait before the new one is asked for.</param>
/// <param name="Setbacks">What led to the new one.</param>
internal sealed record Replacement(TimeSpan Pause, Setbacks Setbacks);
