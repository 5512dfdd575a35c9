namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What has happened in a row to a container and to those it came to replace.</summary>
/// <param name="Failures">Containers that failed, none of which lived long.</param>
/// <param name="Losses">Containers that the cluster took away, none of which lived long.</param>
internal readonly record struct Setbacks(int Failures, int Losses);
