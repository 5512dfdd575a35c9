using System.Globalization;
using System.Text;
using Skein.Hadoop.Logs;

namespace Skein.Cli.Commands;

/// <summary>Logs as text: a title, then each container's id, underlined, and its files. Log bytes pass through unchanged.</summary>
internal sealed class LogDump(Stream output, bool showsLaunch)
{
    // What the NodeManager writes about every launch; seldom what somebody looks for.
    private static readonly string[] LaunchFiles = ["launch_container.sh", "directory.info", "prelaunch.out", "prelaunch.err"];

    private bool _hasTitle;

    public async Task WriteAsync(string application, ContainerLog container, CancellationToken cancellation)
    {
        if (!_hasTitle)
            await TextAsync($"** Logs for {application} **\n\n", cancellation);
        _hasTitle = true;
        await TextAsync($"{container.ContainerId}\n{new string('=', container.ContainerId.Length)}\n", cancellation);
        await foreach (var file in container.Files.WithCancellation(cancellation))
        {
            if (!showsLaunch && LaunchFiles.Contains(file.Name))
                continue;
            var length = file.Length.ToString(CultureInfo.InvariantCulture);
            await TextAsync($"LogType:{file.Name}\nLogLength:{length}\nLog Contents:\n", cancellation);
            await file.Content.CopyToAsync(output, cancellation);
            await TextAsync("\n", cancellation);
        }

        await TextAsync("\n", cancellation);
    }

    private ValueTask TextAsync(string text, CancellationToken cancellation) => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
}
