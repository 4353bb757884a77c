package io.frostproof.server.browser;

/** A window, in CSS pixels. */
public record Viewport(int width, int height) {
    public static final Viewport PHONE = new Viewport(360, 740);
    public static final Viewport LAPTOP = new Viewport(1280, 800);
    public static final Viewport WALL = new Viewport(1920, 1080);
}
