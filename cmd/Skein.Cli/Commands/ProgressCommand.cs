using System.CommandLine;
using System.Globalization;

namespace Skein.Cli.Commands;

/// <summary><c>skein application progress ID 0.4</c> or <c>40%</c>.</summary>
internal static class ProgressCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var progress = new Argument<string>("PROGRESS") { Description = "From 0 to 1, or from 0% to 100%." };
        var command = new Command("progress", "Sets the progress that YARN shows.") { id, progress };
        command.SetAction(async (arguments, cancellation) =>
        {
            var value = Parse(arguments.GetRequiredValue(progress));
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.SetProgressAsync(value, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>From 0 to 1.</summary>
    /// <exception cref="InvalidInputException">The text is no progress.</exception>
    internal static float Parse(string text)
    {
        var isPercent = text.EndsWith('%');
        return float.TryParse(
                isPercent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && (isPercent ? value / 100 : value) is >= 0 and <= 1 and var share
                ? share
                : throw new InvalidInputException($"'{text}' is no progress; write 0.4 or 40%, at most 1 or 100%");
    }
}
