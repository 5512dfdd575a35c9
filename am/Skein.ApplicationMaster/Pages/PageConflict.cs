namespace Skein.ApplicationMaster.Pages;

/// <summary>Why a page can not be added to others.</summary>
internal enum PageConflict
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Another page has its route.</summary>
    Route,

    /// <summary>Another page has its name in the menu.</summary>
    LinkName,
}
