namespace Skein.Client;

/// <summary>A page of a service, shown through the application's web interface.</summary>
/// <param name="Route">Its name in the address; without slashes, and the application's only one of that name.</param>
/// <param name="Target">Where the service serves it, such as <c>http://node7:8787/status</c>.</param>
/// <param name="LinkName">Its text in the menu; null: it is not in the menu.</param>
/// <param name="Address">Where users find it.</param>
public sealed record WebPage(string Route, string Target, string? LinkName, string Address);
