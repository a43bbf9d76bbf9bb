package extend

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
)

// Error is a refusal: a status, and one sentence for whoever asked.
type Error struct {
	Status int
	Msg    string
}

func (e *Error) Error() string { return e.Msg }

// Func is a handler whose arguments have types: A is a struct, each of whose fields
// is a parameter of the query by the name in its tag arg, as in
//
//	type say struct {
//		Name  string `arg:"name"`
//		Times *int   `arg:"times"` // a pointer may be absent
//	}
//
// Fields are of type string, bool, int or float64, or pointers to one; []string
// takes all that are given. One that is missing, given twice or of another type is
// answered with 400 and a sentence that names it. What do returns is answered as
// JSON, or with an empty body when it is nil; of an error, which may be an [Error],
// only that one's sentence is told. Func panics when A is not such a struct.
func Func[A any](do func(r *http.Request, args A) (answer any, err error)) http.Handler {
	params := paramsOf(reflect.TypeFor[A]())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var args A
		var answer any
		err := params.read(r.URL.RawQuery, reflect.ValueOf(&args).Elem())
		if err == nil {
			answer, err = do(r, args)
		}
		var body []byte
		if err == nil && answer != nil {
			body, err = json.Marshal(answer)
		}
		if err != nil {
			refuse(w, err)
			return
		}
		if answer != nil {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			body = append(body, '\n')
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // who has gone does not miss it
	})
}

func refuse(w http.ResponseWriter, err error) {
	e := &Error{http.StatusInternalServerError, "Something went wrong inside this extension."}
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &big):
		e = &Error{http.StatusRequestEntityTooLarge, "This is more than Crunchy takes in one piece."}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(e.Status)
	fmt.Fprintln(w, e.Msg)
}

// param is a field of the arguments.
type param struct {
	name     string
	index    int
	optional bool
	list     bool
	set      func(field reflect.Value, text string) error
	wants    string
}

type params []param

func paramsOf(t reflect.Type) (all params) {
	if t.Kind() != reflect.Struct {
		panic("extend: arguments are a struct, not " + t.String())
	}
	for i := range t.NumField() {
		f := t.Field(i)
		p := param{name: f.Tag.Get("arg"), index: i}
		kind := f.Type
		switch {
		case kind == reflect.TypeFor[[]string]():
			p.list = true
		case kind.Kind() == reflect.Pointer:
			p.optional, kind = true, kind.Elem()
		}
		if p.name == "" || !f.IsExported() {
			panic("extend: the field " + f.Name + " needs a tag such as `arg:\"name\"`")
		}
		if !p.list {
			p.set, p.wants = setter(kind)
		}
		if !p.list && p.set == nil {
			panic("extend: the field " + f.Name + " cannot be of type " + f.Type.String())
		}
		all = append(all, p)
	}
	return all
}

// setter is how text gets into a field of the type, and what the text has to be.
func setter(t reflect.Type) (set func(reflect.Value, string) error, wants string) {
	switch t {
	case reflect.TypeFor[string]():
		return func(v reflect.Value, text string) error { v.SetString(text); return nil }, "a text"
	case reflect.TypeFor[bool]():
		return func(v reflect.Value, text string) error {
			b, err := strconv.ParseBool(text)
			v.SetBool(b)
			return err
		}, "true or false"
	case reflect.TypeFor[int]():
		return func(v reflect.Value, text string) error {
			n, err := strconv.Atoi(text)
			v.SetInt(int64(n))
			return err
		}, "a whole number"
	case reflect.TypeFor[float64]():
		return func(v reflect.Value, text string) error {
			x, err := strconv.ParseFloat(text, 64)
			v.SetFloat(x)
			return err
		}, "a number"
	}
	return nil, ""
}

// read fills the arguments from a query.
func (all params) read(query string, args reflect.Value) error {
	q, err := url.ParseQuery(query)
	if err != nil {
		return &Error{http.StatusBadRequest, "The query of this request cannot be read."}
	}
	for _, p := range all {
		field, given := args.Field(p.index), q[p.name]
		switch {
		case p.list:
			field.Set(reflect.ValueOf(given))
			continue
		case len(given) == 0 && p.optional:
			continue
		case len(given) != 1:
			return &Error{http.StatusBadRequest, fmt.Sprintf("This request needs %s=, once.", p.name)}
		}
		if p.optional {
			field.Set(reflect.New(field.Type().Elem()))
			field = field.Elem()
		}
		if p.set(field, given[0]) != nil {
			return &Error{http.StatusBadRequest, fmt.Sprintf("%s= takes %s.", p.name, p.wants)}
		}
	}
	return nil
}
