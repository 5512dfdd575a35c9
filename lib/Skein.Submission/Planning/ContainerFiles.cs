using Skein.Contract;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Collects the files of one container, and the uploads that bring them there.</summary>
/// <remarks>
/// A NodeManager links one remote file at most once per container: under a second name it silently stays away. So a local file that
/// one container asks for under two names is uploaded as often, and a remote one is refused.
/// </remarks>
internal sealed class ContainerFiles(PlanInputs inputs, string cacheDirectory, UploadSet uploads, PlanDiagnostics diagnostics, string owner)
{
    private readonly Dictionary<string, FileSpec> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _linkBySource = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, FileSpec> Files => _files;

    /// <summary>Adds a file the specification names.</summary>
    public void Add(string link, FileSpec file)
    {
        var name = link.StartsWith("./", StringComparison.Ordinal) ? link[2..] : link;
        if (ClusterFiles.LocalPath(file) is { } path)
            AddLocal(name, file, path);
        else
            AddRemote(name, file);
    }

    /// <summary>Adds one of the tool's own files; its name is not to be had by others.</summary>
    public void AddOwn(string link, FileSpec file)
    {
        if (_files.ContainsKey(link))
            diagnostics.Problem($"{owner}: the file name '{link}' is reserved; choose another");
        _files[link] = file;
    }

    private void AddLocal(string name, FileSpec file, string path)
    {
        var local = inputs.LocalFiles[path];
        var visibility = file.Visibility;
        if (visibility == FileVisibility.Public && !inputs.HomeIsTraversable)
        {
            diagnostics.Note($"{owner}: '{name}' is shared as PRIVATE: other users can not reach into {inputs.HomeDirectory}/{SkeinFiles.StagingDirectory}");
            visibility = FileVisibility.Private;
        }

        var directory = $"{cacheDirectory}/{local.Sha256}";
        var remote = $"{directory}/{Path.GetFileName(path)}";
        for (var copy = 2; !_linkBySource.TryAdd(remote, name); copy++)
            remote = $"{directory}/{copy}/{Path.GetFileName(path)}";

        uploads.Add(new PlannedUpload(local, remote, visibility == FileVisibility.Public));
        _files[name] = file with { Source = ClusterFiles.Address(inputs.FileSystem, remote), Visibility = visibility, Size = 0, Timestamp = 0 };
    }

    private void AddRemote(string name, FileSpec file)
    {
        if (!_linkBySource.TryAdd(file.Source, name))
        {
            diagnostics.Problem(
                $"{owner}: {file.Source} is wanted as '{_linkBySource[file.Source]}' and as '{name}'; YARN brings a file under one name only, "
                + "so make the second one a link in the script");
        }

        _files[name] = file;
    }
}
