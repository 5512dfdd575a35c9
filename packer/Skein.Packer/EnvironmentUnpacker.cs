using System.Runtime.ExceptionServices;
using Skein.Packer.Unpacking;

namespace Skein.Packer;

/// <summary>Makes an unpacked environment absolute: every file that names a place names the one where the environment is.</summary>
/// <remarks>
/// An archive runs without it. It may be done again after the environment was moved, and after an unpacking that was broken off. Files are
/// never changed in place: a new one takes the name of the old one, so programs that run from the environment go on undisturbed.
/// </remarks>
public static class EnvironmentUnpacker
{
    /// <summary>Rewrites what has to be rewritten.</summary>
    /// <param name="options">Which environment, and for which place.</param>
    /// <param name="variables">Reads environment variables, by which the active environment is found.</param>
    /// <param name="cancellation">Gives up; what was done so far is completed by the next unpacking.</param>
    /// <exception cref="PackException">
    /// There is no such environment, its state is damaged, the path is longer than the room that binary files have for it, or directories
    /// may not be written to. Nothing was changed.
    /// </exception>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    public static async Task<UnpackSummary> UnpackAsync(
        UnpackOptions options, Func<string, string?> variables, CancellationToken cancellation)
    {
        var root = UnpackedEnvironment.Find(options.Directory, variables);
        var prefix = PrefixOf(options.Prefix ?? root);
        UnpackedEnvironment.CheckWritable(root, [RelocationState.Directory]);
        await using var exclusive = await UnpackLock.TakeAsync($"{root}/{RelocationState.Directory}/lock", options.Patience, cancellation);
        return await Task.Run(() => Unpack(root, prefix, cancellation), cancellation);
    }

    private static UnpackSummary Unpack(string root, string prefix, CancellationToken cancellation)
    {
        var state = UnpackedEnvironment.ReadState(root);
        RoomCheck.Check(state.Files, prefix);
        var examined = new ExaminedFile[state.Files.Count];
        ForEach(examined.Length, i => examined[i] = ExaminedFile.Examine(root, state.Files[i], state.Prefixes, prefix), cancellation);

        var work = new List<FileRewrite>();
        var leftAlone = new List<string>();
        foreach (var file in examined)
        {
            work.AddRange(file.Rewrites);
            leftAlone.AddRange(file.LeftAlone);
        }

        UnpackedEnvironment.CheckWritable(root, Directories(work));
        if (work.Count > 0 && !state.Prefixes.Contains(prefix))
            UnpackedEnvironment.WriteState(root, state with { Prefixes = [.. state.Prefixes, prefix] });
        ForEach(work.Count, i => work[i].Run(root), cancellation);
        if (work.Count > 0 || state.Prefixes is not [var only] || only != prefix)
            UnpackedEnvironment.WriteState(root, state with { Prefixes = [prefix] });
        return new UnpackSummary
        {
            Directory = root,
            Prefix = prefix,
            Rewritten = [.. work.SelectMany(static rewrite => rewrite.Names)],
            LeftAlone = leftAlone,
            TooSmall = [.. state.Files.Where(file => file.IsTooSmallFor(prefix)).Select(static file => file.Path)],
        };
    }

    // Several threads fail as one would: with the disk's own words.
    private static void ForEach(int count, Action<int> act, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, act);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private static string PrefixOf(string path)
    {
        if (!path.StartsWith('/') || path.AsSpan().ContainsAny('\n', '\0'))
            throw new PackException($"The prefix '{path}' is not an absolute path in one line; give the directory the environment will be used in");
        var prefix = Path.TrimEndingDirectorySeparator(path);
        return prefix.Length > 1 ? prefix : throw new PackException("The prefix '/' is no directory for an environment; give the one it will be used in");
    }

    private static IEnumerable<string> Directories(List<FileRewrite> work) =>
        work.SelectMany(static rewrite => rewrite.Names).Select(Relocation.RelativePath.DirectoryOf).Distinct().Order(StringComparer.Ordinal);
}
