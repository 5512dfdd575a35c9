using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary>Arguments and options that several commands take; each call makes a new one, since a symbol belongs to one command.</summary>
internal static class CommonOptions
{
    public static Argument<string> ApplicationId(bool allowsCurrent = false) => new("ID")
    {
        Description = allowsCurrent ? "Application id, or 'current' inside a container." : "Application id.",
    };

    /// <summary>Another user to act as.</summary>
    public static Option<string?> ActingUser() => new("--user")
    {
        Description = "Acts as this user; the cluster's hadoop.proxyuser settings have to allow it.",
        HelpName = "USER",
    };

    public static Option<string> Service() => new("--service", "-s") { Description = "The service.", HelpName = "SERVICE", Required = true };

    public static Option<bool> Json() => new("--json") { Description = "Prints JSON instead of a table." };

    public static Option<string> Key()
    {
        var key = new Option<string>("--key") { Description = "The key.", HelpName = "KEY", Required = true };
        key.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
                result.AddError("--key: a key has at least one character");
        });
        return key;
    }
}
