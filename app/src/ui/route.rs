//! Routes with their methods, and areas. The router's own `Route` is for pages that are only read.

use leptos::prelude::*;
use leptos_router::any_nested_match::AnyNestedMatch;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::RouteChildren;
use leptos_router::{
    ChooseView, GeneratedRouteData, MatchNestedRoutes, Method, NestedRoute, PathSegment,
    PossibleRouteMatch, RouteMatchId,
};
use sanh_domain::account::model::Access;

use super::layout::{AddressOf, Layout};
use crate::page::area_access;

/// A page that is read, and sent the form on it.
#[component(transparent)]
pub fn FormRoute<S, V>(
    /// Its path in its area.
    path: S,
    /// Its component.
    view: V,
) -> AnyNestedRoute
where
    S: PossibleRouteMatch + Clone + Send + 'static,
    V: ChooseView + Clone + 'static,
{
    listed_route(path, view, &[Method::Get, Method::Post])
}

/// An address to which forms are sent: its page runs the action and redirects, or shows the problems.
#[component(transparent)]
pub fn ActRoute<S, V>(
    /// Its path in its area.
    path: S,
    /// Its component.
    view: V,
) -> AnyNestedRoute
where
    S: PossibleRouteMatch + Clone + Send + 'static,
    V: ChooseView + Clone + 'static,
{
    listed_route(path, view, &[Method::Post])
}

/// An area for people with a right, as the table of areas says: its pages are in the [`Layout`] that checks it. An area that
/// the table does not name is for nobody.
#[component(transparent)]
pub fn Area<S, C>(
    /// The beginning of the paths of its pages.
    path: S,
    /// The address of a page of it with what it asks.
    #[prop(optional)]
    address: Option<AddressOf>,
    /// The routes of its pages.
    children: RouteChildren<C>,
) -> AnyNestedRoute
where
    S: PossibleRouteMatch + Clone + Send + 'static,
    C: MatchNestedRoutes + Clone + Send + 'static,
{
    let pages = children.into_inner();
    let mut start = Vec::new();
    path.generate_path(&mut start);
    let right = right_of(&start);
    let under = |page: GeneratedRouteData| ListedPage {
        segments: start.iter().cloned().chain(page.segments).collect(),
        methods: page.methods.into_iter().collect(),
    };
    let listed = pages.generate_routes().into_iter().map(under).collect();
    let layout = move || view! { <Layout right address=address /> };
    let route = NestedRoute::new(path, layout).child(pages);
    ListedRoute {
        route: route.into_any_nested_route(),
        listed,
    }
    .into_any_nested_route()
}

fn right_of(start: &[PathSegment]) -> Option<Access> {
    let names = start.iter().map(|segment| match segment {
        PathSegment::Static(name) => name.trim_matches('/'),
        _ => "",
    });
    let names: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    area_access(&names)
}

fn listed_route<S, V>(path: S, view: V, methods: &[Method]) -> AnyNestedRoute
where
    S: PossibleRouteMatch + Clone + Send + 'static,
    V: ChooseView + Clone + 'static,
{
    let mut segments = Vec::new();
    path.generate_path(&mut segments);
    let listed = ListedPage {
        segments,
        methods: methods.to_vec(),
    };
    ListedRoute {
        route: NestedRoute::new(path, view).into_any_nested_route(),
        listed: vec![listed],
    }
    .into_any_nested_route()
}

/// A route that is matched as the router does, and listed with the methods that its pages support: those of a [`NestedRoute`] cannot be set,
/// and are GET.
#[derive(Clone)]
struct ListedRoute {
    route: AnyNestedRoute,
    listed: Vec<ListedPage>,
}

#[derive(Clone)]
struct ListedPage {
    segments: Vec<PathSegment>,
    methods: Vec<Method>,
}

impl MatchNestedRoutes for ListedRoute {
    type Data = ();
    type Match = AnyNestedMatch;

    fn match_nested<'a>(
        &'a self,
        path: &'a str,
    ) -> (Option<(RouteMatchId, AnyNestedMatch)>, &'a str) {
        self.route.match_nested(path)
    }

    fn generate_routes(&self) -> impl IntoIterator<Item = GeneratedRouteData> + '_ {
        self.listed.iter().map(|page| GeneratedRouteData {
            segments: page.segments.clone(),
            methods: page.methods.iter().copied().collect(),
            ..GeneratedRouteData::default()
        })
    }

    fn optional(&self) -> bool {
        self.route.optional()
    }
}
