using System.Collections.Immutable;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages;

/// <summary>The web pages that services offer through the application's own, by route. For any number of threads; nobody waits.</summary>
internal sealed class PageRegistry
{
    private ImmutableSortedDictionary<string, Proxy> _pages = ImmutableSortedDictionary.Create<string, Proxy>(StringComparer.Ordinal);

    /// <summary>Every page, in the order of routes.</summary>
    public IEnumerable<Proxy> Pages => Volatile.Read(ref _pages).Values;

    /// <summary>The page of a route; null if there is none.</summary>
    public Proxy? Find(string route) => Volatile.Read(ref _pages).GetValueOrDefault(route);

    /// <summary>Adds a page, unless its route or its name is taken; pages without a name are in no menu and share that freely.</summary>
    /// <param name="page">The page, which must not be changed afterwards.</param>
    public PageConflict TryAdd(Proxy page)
    {
        while (true)
        {
            var pages = Volatile.Read(ref _pages);
            if (pages.ContainsKey(page.Route))
                return PageConflict.Route;
            if (page.LinkName.Length > 0 && pages.Any(other => other.Value.LinkName == page.LinkName))
                return PageConflict.LinkName;
            if (Interlocked.CompareExchange(ref _pages, pages.Add(page.Route, page), pages) == pages)
                return PageConflict.None;
        }
    }

    /// <summary>Removes a page; false if there is none of that route.</summary>
    public bool Remove(string route) => ImmutableInterlocked.Update(ref _pages, static (pages, gone) => pages.Remove(gone), route);
}
