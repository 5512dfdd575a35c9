namespace Skein.ApplicationMaster.Pages;

/// <summary>Where a service's page sends its visitors, as they have to hear it.</summary>
internal static class PageLocation
{
    /// <summary>
    /// The place relative to what was asked for, so that it holds below the path of any proxy; where it is not below the service's page,
    /// its whole address.
    /// </summary>
    /// <param name="root">The service's page.</param>
    /// <param name="asked">What was asked of it.</param>
    /// <param name="location">Where it sends the visitor, relative to that or absolute.</param>
    /// <param name="route">The page's route, percent-encoded.</param>
    /// <param name="rest">What was asked for behind the route and a slash; null: nothing, and there was no slash.</param>
    /// <returns>Null if it is no address.</returns>
    public static string? Below(Uri root, Uri asked, string location, string route, string? rest)
    {
        if (!Uri.TryCreate(asked, location, out var next))
            return null;
        var directory = root.AbsolutePath.TrimEnd('/') + "/";
        if (next.Scheme != root.Scheme || next.Authority != root.Authority || !(next.AbsolutePath + "/").StartsWith(directory, StringComparison.Ordinal))
            return next.AbsoluteUri;
        var below = next.AbsolutePath.Length > directory.Length ? next.AbsolutePath[directory.Length..] : "";
        var back = rest is null ? $"./{route}/" : "./" + string.Concat(Enumerable.Repeat("../", rest.AsSpan().Count('/')));
        return $"{back}{below}{next.Query}{next.Fragment}";
    }
}
