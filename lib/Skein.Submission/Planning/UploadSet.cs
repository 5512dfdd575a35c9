namespace Skein.Submission.Planning;

/// <summary>The uploads of a plan: each remote path once.</summary>
internal sealed class UploadSet
{
    private readonly Dictionary<string, PlannedUpload> _uploads = new(StringComparer.Ordinal);

    public IReadOnlyList<PlannedUpload> Uploads => [.. _uploads.Values];

    /// <summary>Adds an upload; asked for twice, it is public if either asks for that.</summary>
    public void Add(PlannedUpload upload)
    {
        if (_uploads.TryGetValue(upload.RemotePath, out var present))
            upload = upload with { IsPublic = upload.IsPublic || present.IsPublic };
        _uploads[upload.RemotePath] = upload;
    }
}
