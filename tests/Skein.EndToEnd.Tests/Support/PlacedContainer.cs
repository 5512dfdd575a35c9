namespace Skein.EndToEnd.Tests.Support;

/// <summary>A container of an application, ended or not, and the host it is or was on.</summary>
internal sealed record PlacedContainer(string Id, string Service, string State, string Host, bool IsLost);
