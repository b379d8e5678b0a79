package io.flowscope.web.page;

import io.flowscope.engine.view.Timeline;

/**
 * Bars over time. The template draws the same picture that the browser then keeps alive.
 *
 * @param timeline the whole run so far
 */
public record TimelineView(Timeline timeline) implements ExecutionPage.View {}
