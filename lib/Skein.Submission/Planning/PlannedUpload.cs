namespace Skein.Submission.Planning;

/// <summary>A local file that must be on the cluster under a path that its contents name.</summary>
/// <param name="File">What to upload.</param>
/// <param name="RemotePath">Where: <c>CACHE/SHA256/NAME</c>. Never changes once it is there.</param>
/// <param name="IsPublic">Whether every user's NodeManager process must be able to read it.</param>
public sealed record PlannedUpload(LocalFile File, string RemotePath, bool IsPublic);
