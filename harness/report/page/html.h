// The elements of the page. Whatever text goes in is escaped on its way out.
//
// The tree is written as XML, in which <td/> is a whole element and in HTML it
// is not: no element of HTML but img may stay without content.
#pragma once

#include <pugixml.hpp>
#include <string>

namespace pidlab {

using Node = pugi::xml_node;

/// Appends text to what the element holds.
void say(Node, const std::string& text);

/// The same, where `code` is between backticks.
void say_with_code(Node, const std::string& text);

/// Appends an element that holds this text.
Node add(Node parent, const char* tag, const std::string& text = "");

/// Sets an attribute; returns the element, so that calls can be chained.
Node set(Node, const char* name, const std::string& value);

Node add_link(Node parent, const std::string& href, const std::string& text);

/// A frame for what may be wider than the page: it scrolls instead of the page,
/// and the keyboard can reach it.
Node add_scroller(Node parent, const std::string& label);

/// An SVG drawing in such a frame; `label` says in words what it shows.
Node add_drawing(Node parent, const std::string& label);
void set_size(Node svg, int width, int height);

/// Text inside of a drawing.
Node add_svg_text(Node svg, int x, int y, const char* kind,
                  const std::string& text);

/// How wide a monospaced text of the drawings is, in pixels.
int width_of(const std::string& text);

}  // namespace pidlab
